/** Which of the pictures that were sent is which: an image model reads it from the prompt, and so does this. */

export interface Roles {
  /** The person to put into the scene. */
  face: number | undefined;
  /** What the picture takes its place, light and framing from. */
  scene: number | undefined;
  /** Pictures that only lend their colours. */
  moods: number[];
}

const NOBODY =
  /\b(no|without( a| any)?|not a|never a) (single )?(person|people|human|humans|face|faces|one|body)\b|\bnobody\b/i;

/** A face guide comes first, the scene after it; a prompt that wants nobody in frame has no face guide. */
export function rolesOf(prompt: string, count: number): Roles {
  const places = Array.from({ length: count }, (_, place) => place);
  const [first, second, ...rest] = places;
  if (second === undefined || NOBODY.test(prompt)) return { face: undefined, scene: first, moods: places.slice(1) };
  return { face: first, scene: second, moods: rest };
}
