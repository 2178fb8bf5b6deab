// Days and moments as the page has them ("2026", "2026-03", "2026-03-09", "2026-03-09T10:00+01:00"), and an axis of them.
//
// A moment stands where the clock that it is told by stands: its offset is left out, so that the drawing and the date
// in words beside it never name two days.

const SHAPE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):?(\d{2}).*)?)?)?$/;
export const DAY = 86_400_000; // milliseconds

/** {start, end, grain} in milliseconds, end exclusive; null where the text is no date. */
export function span(stated) {
  const shape = SHAPE.exec(stated?.trim() ?? "");
  if (!shape) return null;
  const [year, month, day, hour, minute] = shape.slice(1).map((digits) => (digits === undefined ? undefined : Number(digits)));
  const at = (y, m, d, ...clock) => new Date(0).setUTCFullYear(y, m, d) + (clock[0] ?? 0) * 3_600_000 + (clock[1] ?? 0) * 60_000;
  if (hour !== undefined) return moment(at(year, month - 1, day, hour, minute));
  if (day !== undefined) return { start: at(year, month - 1, day), end: at(year, month - 1, day + 1), grain: "day" };
  if (month !== undefined) return { start: at(year, month - 1, 1), end: at(year, month, 1), grain: "month" };
  return { start: at(year, 0, 1), end: at(year + 1, 0, 1), grain: "year" };
}

function moment(time) {
  return { start: time, end: time, grain: "minute" };
}

/** A formatter of axis dates: what changes from one tick to the next; the year at the first and where one begins. */
export function axisDates(language) {
  const make = (options) => new Intl.DateTimeFormat(language || undefined, { timeZone: "UTC", ...options });
  const year = make({ year: "numeric" });
  const month = make({ month: "short" });
  const monthOfYear = make({ month: "short", year: "numeric" });
  const day = make({ day: "numeric", month: "short" });
  const dayOfYear = make({ day: "numeric", month: "short", year: "numeric" });
  const time = make({ hour: "2-digit", minute: "2-digit" });
  return (date, first) => {
    if (date.getUTCHours() || date.getUTCMinutes()) return time.format(date);
    if (date.getUTCDate() !== 1) return (first ? dayOfYear : day).format(date);
    if (date.getUTCMonth()) return (first ? monthOfYear : month).format(date);
    return year.format(date);
  };
}

/** A day in full, for the label over a bar. */
export function fullDay(language) {
  const format = new Intl.DateTimeFormat(language || undefined, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  return (time) => format.format(new Date(time));
}
