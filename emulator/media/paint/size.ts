export interface PixelSize {
  width: number;
  height: number;
}

/** The aspect ratio of `like` with about the pixels of `size`, in steps of 16 as image models work. */
export function sizeLike(size: PixelSize, like: PixelSize): PixelSize {
  const ratio = like.width / like.height;
  const height = Math.sqrt((size.width * size.height) / ratio);
  const step = (value: number): number => Math.max(16, Math.round(value / 16) * 16);
  return { width: step(height * ratio), height: step(height) };
}
