/** The largest body of a part: 8 MiB. */
export const LARGEST = 8 * 1024 * 1024
