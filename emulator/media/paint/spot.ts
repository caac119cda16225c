/** A head in the pixels of the scene. */
export interface Spot {
  x: number;
  y: number;
  radius: number;
}
