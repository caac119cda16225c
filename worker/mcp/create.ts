/** create_videos: nothing is created that may cost more than was agreed to. */
import { ArgumentError, askApi, refusal, resultOf } from "./ask.ts";
import type { Arguments, Ask, Means, ToolEntry, ToolResult } from "./tool.ts";

/** The argument that only this tool has: US dollars. */
export const AGREED = "agreed_usd";

/** Asks for the estimate of the very batch, compares it with what was agreed to, and only then creates. */
export async function createVideos(means: Means, { ask, others }: ToolEntry, given: Arguments): Promise<ToolResult> {
  const { [AGREED]: agreed, ...choices } = given;
  const { estimate, template } = others as Record<"estimate" | "template", Ask>;
  const priced: Record<string, unknown> = { ...choices };
  if (choices.lipsync === undefined) {
    const answer = await askApi(means, template, { template: choices.template });
    // As it is priced, whatever the template says in a moment. Of a template that there is not, create tells.
    if (answer.ok) priced.lipsync = (answer.body as { template: { defaultLipsync: boolean } }).template.defaultLipsync;
    else if (!REFUSED_BY_CREATE.includes(answer.status)) return resultOf(answer);
  }
  const counted = Object.fromEntries(estimate.query.map((name) => [name, priced[name]]));
  const price = await askApi(means, estimate, counted);
  if (!price.ok) return resultOf(price);
  const { total } = price.body as { total: number };
  if (typeof agreed !== "number" || !Number.isFinite(agreed)) {
    throw new ArgumentError(AGREED, `it must be a number. The batch is estimated to cost at most $${total}`);
  }
  if (total > agreed) {
    return refusal({
      status: "error",
      error: `The batch may cost $${total}, and $${agreed} was agreed to. Ask whether $${total} is agreed, or choose less.`,
      code: "price_not_agreed",
      field: [AGREED],
      total,
    });
  }
  return resultOf(await askApi(means, ask, priced));
}

/** Statuses of a template that is wrong or not there. */
const REFUSED_BY_CREATE = [400, 404];
