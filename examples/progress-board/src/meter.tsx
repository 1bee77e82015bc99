/** How much of something is done. */
export function Meter({ percent, label }: { readonly percent: number; readonly label: string }) {
  return (
    <p class="meter">
      <progress max={100} value={percent} aria-label={label} />
      <span>{percent} %</span>
    </p>
  );
}
