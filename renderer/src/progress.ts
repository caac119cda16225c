/**
 * Combines the progress of several phases into one fraction. Each phase owns a share, in order, and the whole never
 * goes backwards.
 */
export function phases<Name extends string>(
  shares: Record<Name, number>,
  emit: (fraction: number) => void,
): (name: Name, fraction: number) => void {
  const total = (Object.values(shares) as number[]).reduce((sum, share) => sum + share, 0);
  let furthest = 0;
  return (name, fraction) => {
    let before = 0;
    for (const [other, share] of Object.entries(shares) as [Name, number][]) {
      if (other === name) break;
      before += share;
    }
    const reached = (before + shares[name] * Math.min(1, Math.max(0, fraction))) / total;
    if (reached <= furthest) return;
    furthest = reached;
    emit(reached);
  };
}
