/** Sounds that are no music, or hardly: nobody could tap along to them. */
import { seededRandom } from "../../seed/music/random.ts";
import { RATE, type Stereo, silence } from "../../seed/music/sound.ts";

const SECONDS = 20;

/** People who clap, each at a pace of their own. */
export function applause(people: number): Stereo {
  const random = seededRandom(people);
  const sound = silence(SECONDS);
  const fall = Array.from({ length: 1500 }, (_, i) => Math.exp(-i / 300));
  for (let person = 0; person < people; person++) {
    const pace = 0.22 + 0.12 * random();
    const side = random();
    for (let time = 0.3 * random(); time < SECONDS; time += pace * (0.9 + 0.2 * random())) {
      const start = Math.round(time * RATE);
      for (let i = 0; i < fall.length && start + i < sound.left.length; i++) {
        const clap = ((random() * 2 - 1) * (fall[i] ?? 0)) / (4 + Math.sqrt(people));
        sound.left[start + i] = (sound.left[start + i] ?? 0) + clap * side;
        sound.right[start + i] = (sound.right[start + i] ?? 0) + clap * (1 - side);
      }
    }
  }
  return sound;
}

export function noise(): Stereo {
  const random = seededRandom(1);
  const sound = silence(SECONDS);
  for (const side of [sound.left, sound.right])
    for (let i = 0; i < side.length; i++) side[i] = 0.3 * (random() * 2 - 1);
  return sound;
}

/** Notes at any moment. */
export function freePlaying(): Stereo {
  const random = seededRandom(2);
  const sound = silence(SECONDS);
  for (let time = 0; time < SECONDS; time += 0.15 + 1.2 * random()) {
    const start = Math.round(time * RATE);
    const turn = (2 * Math.PI * 110 * 2 ** (Math.floor(random() * 24) / 12)) / RATE;
    for (let i = 0; i < RATE && start + i < sound.left.length; i++) {
      const sample = 0.2 * Math.sin(turn * i) * Math.exp((-4 * i) / RATE);
      sound.left[start + i] = (sound.left[start + i] ?? 0) + sample;
      sound.right[start + i] = (sound.right[start + i] ?? 0) + sample;
    }
  }
  return sound;
}
