/** Stands for an answer that is on its way; invisible for the first moment, so that nothing flickers. */
export function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </div>
  );
}
