/** Small drawings beside words; never without words for those who cannot see them. */
const PATHS = {
  wall: "M3 3h6v10H3zM11 3h6v10h-6zM3 15h6v2H3zM11 15h6v2h-6z",
  artist: "M10 3a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM3.500 17c.6-3.200 3.300-5 6.500-5s5.900 1.800 6.500 5",
  template: "M3 4h14v12H3zM3 13l4-4 3 3 3-4 4 5",
  account:
    "M10 7.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5zM10 2.500v2.500M10 15v2.500M2.500 10H5M15 10h2.500M4.700 4.700l1.800 1.800M13.500 13.500l1.800 1.800M4.700 15.300l1.800-1.800M13.500 6.500l1.800-1.800",
  close: "M5 5l10 10M15 5L5 15",
  play: "M6 4l10 6-10 6z",
  pause: "M6 4v12M14 4v12",
  left: "M12 4l-6 6 6 6",
  right: "M8 4l6 6-6 6",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  save: "M10 3v10M5.500 9l4.500 4.500L14.500 9M4 17h12",
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
