// Small charts drawn by hand. Each has its figures as text beside it or as a label.

/** A line of the last values, newest right; `span` is how many fit. */
export function Sparkline({
  values,
  span,
  label,
}: {
  values: readonly number[];
  span: number;
  label: string;
}) {
  const width = 120;
  const height = 26;
  const top = Math.max(...values, 1e-9) * 1.15;
  const x = (index: number) =>
    width - ((values.length - 1 - index) * width) / Math.max(1, span - 1);
  const y = (value: number) => height - 1 - (value / top) * (height - 3);
  const line = values
    .map(
      (value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const area = values.length > 1 ? `${line}L${width} ${height}L${x(0).toFixed(1)} ${height}Z` : '';
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line x1="0" y1={height - 0.5} x2={width} y2={height - 0.5} />
      {area && <path className="area" d={area} />}
      {values.length > 1 && <path d={line} />}
    </svg>
  );
}

/** Shares of a whole as one bar; the list beside it has the figures. */
export function SplitBar({
  parts,
  label,
}: {
  parts: readonly { key: string; value: number; className: string }[];
  label: string;
}) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  let at = 0;
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect className="c0" width="100" height="8" opacity="0.35" />
      {total > 0 &&
        parts.map((part) => {
          const width = (part.value / total) * 100;
          const x = at;
          at += width;
          return width > 0 ? (
            <rect key={part.key} className={part.className} x={x} width={width} height="8" />
          ) : null;
        })}
    </svg>
  );
}
