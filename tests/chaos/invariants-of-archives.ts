/** What must hold of runs whose rows have left the database. The other invariants see those rows where they went. */
import { isActive } from "../../worker/domain/run.ts";
import { type Invariant, isShared } from "./invariant.ts";

export const INVARIANTS_OF_ARCHIVES: Invariant[] = [
  {
    name: "archived-whole",
    statement:
      "An archived run is over, and its object has every row that the database no longer has; no other run lacks any.",
    breaks: ({ runs, steps, archives, generations, goneGenerations }) => {
      const gone = new Set(goneGenerations);
      const goneOf = Map.groupBy(
        generations.filter(({ id }) => gone.has(id)),
        ({ runId }) => runId,
      );
      const archived = new Map(archives.map((each) => [each.runId, each]));
      const withSteps = new Set(steps.map(({ runId }) => runId));
      return runs.flatMap((run) => {
        if (!run.archived) {
          return [
            ...(withSteps.has(run.id) ? [] : [`${run.id} is not archived and has no steps`]),
            ...(goneOf.get(run.id) ?? []).map(({ id }) => `${id} of ${run.id}, which is not archived, is gone`),
          ];
        }
        const { archive, stepsLeft, generationsLeft } = archived.get(run.id) ?? { stepsLeft: 0, generationsLeft: [] };
        const others = generationsLeft.filter(({ status, step }) => status !== "completed" || !isShared(step));
        if (run.deletedAt !== null) {
          return [
            ...(stepsLeft > 0 ? [`${run.id} is archived and has ${stepsLeft} steps left`] : []),
            ...others.map(({ id }) => `${id} of ${run.id}, which is deleted and archived, is left`),
          ];
        }
        if (!archive) return [`${run.id} is archived and has no object`];
        const kept = new Set(archive.generations.map(({ id }) => id));
        return [
          ...(isActive(run.status) ? [`${run.id} is archived and ${run.status}`] : []),
          ...(archive.run.version === run.version ? [] : [`${run.id} changed since it was archived`]),
          ...(Object.keys(archive.run.steps).length === 0 || !archive.batch.snapshot
            ? [`the object of ${run.id} is not whole`]
            : []),
          ...(stepsLeft > 0 ? [`${run.id} is archived and has ${stepsLeft} steps left`] : []),
          ...others.map(({ id }) => `${id} of ${run.id}, which is archived, is left and nobody can find it again`),
          ...[...generationsLeft, ...(goneOf.get(run.id) ?? [])]
            .filter(({ id }) => !kept.has(id))
            .map(({ id }) => `${id} is not in the object of ${run.id}`),
        ];
      });
    },
  },
];
