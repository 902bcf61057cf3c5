// Numbers as people read them.
const SIZES = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** Decimal units, as the exports write them: "1.4 GB". */
export function bytes(count: number | null): string {
  if (count === null) return "not known";
  let unit = 0;
  let shown = count;
  while (shown >= 999.5 && unit < SIZES.length - 1) {
    shown /= 1000;
    unit++;
  }
  return `${unit === 0 || shown >= 99.5 ? Math.round(shown) : Number(shown.toPrecision(2))} ${SIZES[unit]}`;
}

export function count(number: number): string {
  return number.toLocaleString("en");
}

/** "1 host", "2 hosts". */
export function many(number: number, one: string, more = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : more}`;
}

/** A probability with the digits that it deserves. */
export function probability(value: number): string {
  if (value > 0 && value < 0.005) return "< 0.01";
  if (value < 1 && value > 0.995) return "> 0.99";
  return value.toFixed(2);
}

export function euros(amount: number): string {
  return `EUR ${amount.toLocaleString("en", { maximumFractionDigits: 0 })}`;
}
