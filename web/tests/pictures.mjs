// Pictures of views, compared with those kept: made small first, so that the edge of a letter says nothing and a part that
// moved says much.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

export const KEPT = join(dirname(fileURLToPath(import.meta.url)), "pictures");
const SMALLER = 3;

/** Each pixel the mean of `SMALLER` by `SMALLER`. */
function small(png) {
  const width = Math.floor(png.width / SMALLER);
  const height = Math.floor(png.height / SMALLER);
  const out = new PNG({ width, height });
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let dy = 0; dy < SMALLER; dy++)
          for (let dx = 0; dx < SMALLER; dx++)
            sum += png.data[4 * ((y * SMALLER + dy) * png.width + x * SMALLER + dx) + channel];
        // Four bits a channel are enough to see what moved, and compress well.
        out.data[4 * (y * width + x) + channel] = Math.min(255, Math.round(sum / SMALLER ** 2 / 16) * 16);
      }
  return out;
}

/** The share of pixels that differ from the kept picture `name`; with `renew` it is kept anew and 0 comes back. */
export function difference(name, shot, renew) {
  const now = small(PNG.sync.read(shot));
  const file = join(KEPT, `${name}.png`);
  if (renew) {
    writeFileSync(file, PNG.sync.write(now, { colorType: 2, deflateLevel: 9 }));
    return 0;
  }
  if (!existsSync(file)) throw new Error(`there is no picture ${name}: npm run pictures`);
  const kept = PNG.sync.read(readFileSync(file));
  if (kept.width !== now.width || kept.height !== now.height) return 1;
  const differing = pixelmatch(kept.data, now.data, undefined, kept.width, kept.height, { threshold: 0.12 });
  return differing / (kept.width * kept.height);
}
