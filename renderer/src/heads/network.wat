;; The arithmetic of the face detector, four numbers at a time. `npm run wasm` makes network.wasm of it.
;; Numbers are f32, in rows; in each place all channels. Addresses and sizes that end in Bytes are bytes.
(module
  (memory (export "memory") 1)

  ;; Each place's weighted sums: of `runs` runs of `runLength` numbers, the first at the place, the next ones `runBytes`
  ;; further on each. Weights are packed in eights: for the first eight sums one after the other the weights of each number,
  ;; then for the next eight. What is negative is multiplied by `bend`. `count` is a multiple of eight. Up to three places
  ;; more are read and written than there are.
  (func (export "mix")
    (param $in i32) (param $placeBytes i32)
    (param $runs i32) (param $runLength i32) (param $runBytes i32)
    (param $weights i32) (param $bias i32) (param $count i32)
    (param $out i32) (param $places i32) (param $bend f32)
    (local $place i32) (local $sum i32) (local $weight i32) (local $run i32) (local $left i32) (local $skip i32)
    (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (local $q0 i32) (local $q1 i32) (local $q2 i32) (local $q3 i32)
    (local $rowBytes i32) (local $to i32) (local $bends v128)
    (local $w0 v128) (local $w1 v128) (local $v v128)
    (local $a0 v128) (local $a1 v128) (local $b0 v128) (local $b1 v128)
    (local $c0 v128) (local $c1 v128) (local $d0 v128) (local $d1 v128)
    (local.set $bends (f32x4.splat (local.get $bend)))
    (local.set $rowBytes (i32.shl (local.get $count) (i32.const 2)))
    (local.set $skip (i32.sub (local.get $runBytes) (i32.shl (local.get $runLength) (i32.const 2))))
    (local.set $p0 (local.get $in))
    (loop $places
      (local.set $p1 (i32.add (local.get $p0) (local.get $placeBytes)))
      (local.set $p2 (i32.add (local.get $p1) (local.get $placeBytes)))
      (local.set $p3 (i32.add (local.get $p2) (local.get $placeBytes)))
      (local.set $weight (local.get $weights))
      (local.set $sum (i32.const 0))
      (loop $sums
        (local.set $a0 (v128.load (i32.add (local.get $bias) (local.get $sum))))
        (local.set $a1 (v128.load offset=16 (i32.add (local.get $bias) (local.get $sum))))
        (local.set $b0 (local.get $a0)) (local.set $b1 (local.get $a1))
        (local.set $c0 (local.get $a0)) (local.set $c1 (local.get $a1))
        (local.set $d0 (local.get $a0)) (local.set $d1 (local.get $a1))
        (local.set $q0 (local.get $p0)) (local.set $q1 (local.get $p1))
        (local.set $q2 (local.get $p2)) (local.set $q3 (local.get $p3))
        (local.set $run (local.get $runs))
        (loop $runs
          (local.set $left (local.get $runLength))
          (loop $numbers
            (local.set $w0 (v128.load (local.get $weight)))
            (local.set $w1 (v128.load offset=16 (local.get $weight)))
            (local.set $weight (i32.add (local.get $weight) (i32.const 32)))
            (local.set $v (v128.load32_splat (local.get $q0)))
            (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $v) (local.get $w0))))
            (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $v) (local.get $w1))))
            (local.set $v (v128.load32_splat (local.get $q1)))
            (local.set $b0 (f32x4.add (local.get $b0) (f32x4.mul (local.get $v) (local.get $w0))))
            (local.set $b1 (f32x4.add (local.get $b1) (f32x4.mul (local.get $v) (local.get $w1))))
            (local.set $v (v128.load32_splat (local.get $q2)))
            (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $v) (local.get $w0))))
            (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $v) (local.get $w1))))
            (local.set $v (v128.load32_splat (local.get $q3)))
            (local.set $d0 (f32x4.add (local.get $d0) (f32x4.mul (local.get $v) (local.get $w0))))
            (local.set $d1 (f32x4.add (local.get $d1) (f32x4.mul (local.get $v) (local.get $w1))))
            (local.set $q0 (i32.add (local.get $q0) (i32.const 4)))
            (local.set $q1 (i32.add (local.get $q1) (i32.const 4)))
            (local.set $q2 (i32.add (local.get $q2) (i32.const 4)))
            (local.set $q3 (i32.add (local.get $q3) (i32.const 4)))
            (br_if $numbers (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
          (local.set $q0 (i32.add (local.get $q0) (local.get $skip)))
          (local.set $q1 (i32.add (local.get $q1) (local.get $skip)))
          (local.set $q2 (i32.add (local.get $q2) (local.get $skip)))
          (local.set $q3 (i32.add (local.get $q3) (local.get $skip)))
          (br_if $runs (local.tee $run (i32.sub (local.get $run) (i32.const 1)))))
        (local.set $to (i32.add (local.get $out) (local.get $sum)))
        (v128.store (local.get $to) (f32x4.pmax (local.get $a0) (f32x4.mul (local.get $a0) (local.get $bends))))
        (v128.store offset=16 (local.get $to) (f32x4.pmax (local.get $a1) (f32x4.mul (local.get $a1) (local.get $bends))))
        (local.set $to (i32.add (local.get $to) (local.get $rowBytes)))
        (v128.store (local.get $to) (f32x4.pmax (local.get $b0) (f32x4.mul (local.get $b0) (local.get $bends))))
        (v128.store offset=16 (local.get $to) (f32x4.pmax (local.get $b1) (f32x4.mul (local.get $b1) (local.get $bends))))
        (local.set $to (i32.add (local.get $to) (local.get $rowBytes)))
        (v128.store (local.get $to) (f32x4.pmax (local.get $c0) (f32x4.mul (local.get $c0) (local.get $bends))))
        (v128.store offset=16 (local.get $to) (f32x4.pmax (local.get $c1) (f32x4.mul (local.get $c1) (local.get $bends))))
        (local.set $to (i32.add (local.get $to) (local.get $rowBytes)))
        (v128.store (local.get $to) (f32x4.pmax (local.get $d0) (f32x4.mul (local.get $d0) (local.get $bends))))
        (v128.store offset=16 (local.get $to) (f32x4.pmax (local.get $d1) (f32x4.mul (local.get $d1) (local.get $bends))))
        (br_if $sums
          (i32.lt_u (local.tee $sum (i32.add (local.get $sum) (i32.const 32))) (local.get $rowBytes))))
      (local.set $p0 (i32.add (local.get $p0) (i32.shl (local.get $placeBytes) (i32.const 2))))
      (local.set $out (i32.add (local.get $out) (i32.shl (local.get $rowBytes) (i32.const 2))))
      (br_if $places
        (i32.lt_u (local.tee $place (i32.add (local.get $place) (i32.const 4))) (local.get $places)))))

  ;; A 3x3 filter for each channel, with nothing around the edges; the filter has nine rows of all channels. The number of
  ;; channels is a multiple of four.
  (func (export "depthwise")
    (param $in i32) (param $width i32) (param $height i32) (param $channels i32) (param $filter i32) (param $out i32)
    (local $x i32) (local $y i32) (local $channel i32) (local $row i32) (local $column i32)
    (local $rowFrom i32) (local $rowTo i32) (local $columnFrom i32) (local $columnTo i32)
    (local $placeBytes i32) (local $lineBytes i32) (local $line i32) (local $tap i32) (local $sum v128)
    (local.set $placeBytes (i32.shl (local.get $channels) (i32.const 2)))
    (local.set $lineBytes (i32.mul (local.get $placeBytes) (local.get $width)))
    (loop $lines
      (local.set $rowFrom (select (i32.const 0) (i32.const -1) (i32.eqz (local.get $y))))
      (local.set $rowTo
        (select (i32.const 0) (i32.const 1) (i32.eq (local.get $y) (i32.sub (local.get $height) (i32.const 1)))))
      (local.set $x (i32.const 0))
      (loop $places
        (local.set $columnFrom (select (i32.const 0) (i32.const -1) (i32.eqz (local.get $x))))
        (local.set $columnTo
          (select (i32.const 0) (i32.const 1) (i32.eq (local.get $x) (i32.sub (local.get $width) (i32.const 1)))))
        (local.set $channel (i32.const 0))
        (loop $channels
          (local.set $sum (v128.const f32x4 0 0 0 0))
          (local.set $row (local.get $rowFrom))
          (loop $rows
            (local.set $column (local.get $columnFrom))
            (local.set $line
              (i32.add (local.get $in)
                (i32.add (local.get $channel) (i32.mul (local.get $row) (local.get $lineBytes)))))
            (local.set $tap
              (i32.add (i32.add (local.get $filter) (local.get $channel))
                (i32.mul (local.get $placeBytes)
                  (i32.add (i32.const 4) (i32.mul (local.get $row) (i32.const 3))))))
            (loop $columns
              (local.set $sum
                (f32x4.add (local.get $sum)
                  (f32x4.mul
                    (v128.load (i32.add (local.get $line) (i32.mul (local.get $column) (local.get $placeBytes))))
                    (v128.load (i32.add (local.get $tap) (i32.mul (local.get $column) (local.get $placeBytes)))))))
              (br_if $columns
                (i32.le_s (local.tee $column (i32.add (local.get $column) (i32.const 1))) (local.get $columnTo))))
            (br_if $rows (i32.le_s (local.tee $row (i32.add (local.get $row) (i32.const 1))) (local.get $rowTo))))
          (v128.store (i32.add (local.get $out) (local.get $channel)) (local.get $sum))
          (br_if $channels
            (i32.lt_u (local.tee $channel (i32.add (local.get $channel) (i32.const 16))) (local.get $placeBytes))))
        (local.set $in (i32.add (local.get $in) (local.get $placeBytes)))
        (local.set $out (i32.add (local.get $out) (local.get $placeBytes)))
        (br_if $places (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 1))) (local.get $width))))
      (br_if $lines (i32.lt_u (local.tee $y (i32.add (local.get $y) (i32.const 1))) (local.get $height)))))

  ;; The largest of 2x2, every `stride` places, 1 or 2; at the edges of what there is. Channels as above.
  (func (export "pool")
    (param $in i32) (param $width i32) (param $height i32) (param $channels i32) (param $stride i32) (param $out i32)
    (local $x i32) (local $y i32) (local $channel i32) (local $placeBytes i32) (local $lineBytes i32)
    (local $right i32) (local $below i32) (local $at i32)
    (local.set $placeBytes (i32.shl (local.get $channels) (i32.const 2)))
    (local.set $lineBytes (i32.mul (local.get $placeBytes) (local.get $width)))
    (loop $lines
      (local.set $below
        (select (local.get $lineBytes) (i32.const 0)
          (i32.lt_u (i32.add (local.get $y) (i32.const 1)) (local.get $height))))
      (local.set $x (i32.const 0))
      (loop $places
        (local.set $right
          (select (local.get $placeBytes) (i32.const 0)
            (i32.lt_u (i32.add (local.get $x) (i32.const 1)) (local.get $width))))
        (local.set $at
          (i32.add (local.get $in)
            (i32.add (i32.mul (local.get $y) (local.get $lineBytes)) (i32.mul (local.get $x) (local.get $placeBytes)))))
        (local.set $channel (i32.const 0))
        (loop $channels
          (v128.store (local.get $out)
            (f32x4.pmax
              (f32x4.pmax
                (v128.load (local.get $at))
                (v128.load (i32.add (local.get $at) (local.get $right))))
              (f32x4.pmax
                (v128.load (i32.add (local.get $at) (local.get $below)))
                (v128.load (i32.add (local.get $at) (i32.add (local.get $right) (local.get $below)))))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $out (i32.add (local.get $out) (i32.const 16)))
          (br_if $channels
            (i32.lt_u (local.tee $channel (i32.add (local.get $channel) (i32.const 16))) (local.get $placeBytes))))
        (br_if $places
          (i32.lt_u (local.tee $x (i32.add (local.get $x) (local.get $stride))) (local.get $width))))
      (br_if $lines
        (i32.lt_u (local.tee $y (i32.add (local.get $y) (local.get $stride))) (local.get $height))))))
