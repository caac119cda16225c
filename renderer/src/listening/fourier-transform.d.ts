/** The part of fourier-transform that is used; the package has no types of its own. */
declare module "fourier-transform" {
  /**
   * The DFT of real samples, as many as a power of two, not normalized: real and imaginary parts of the bins from 0 to
   * half as many, written into `output`.
   */
  export function fft(input: Float64Array, output: [Float64Array, Float64Array]): [Float64Array, Float64Array];
}
