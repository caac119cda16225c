/** The moments of a song as its next run would find them, from what models have said of it already. Nobody is asked. */
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import type { Song } from "../library/add-song.ts";
import type { Services } from "../services.ts";
import { listenTo } from "../steps/listen.ts";
import { findMoments, type MomentsContext } from "../steps/moments.ts";
import { chooseMoments } from "../steps/music/choose.ts";
import { heardSongOf } from "../steps/music/heard-song-of.ts";
import type { Answer, Chosen, StepAction } from "../steps/step.ts";
import { knownAnswers } from "./known-answers.ts";

/**
 * The song's moments, in one round trip for each answer that there is. Where no run has listened to it yet, they are found
 * in the music alone; where no model has judged them, they are ranked by it.
 */
export async function momentsOfSong(
  services: Services,
  { accountId, title, audio, durationSeconds, loudness, mix }: Song,
  analysis: SongAnalysis | null,
): Promise<Chosen> {
  const context: MomentsContext = { song: { title, audio, durationSeconds, loudness, mix }, analysis, outputs: {} };
  const heard = await answered(services, accountId, (answers) => listenTo(context, answers));
  const listen = heard ?? { words: [] };
  const found = await answered(services, accountId, (answers) =>
    findMoments({ ...context, outputs: { listen } }, answers),
  );
  return found ?? chooseMoments(heardSongOf(context, listen.words));
}

/** What a step comes to with the answers that there are; undefined where it asks what nobody has asked. */
async function answered<Output>(
  services: Services,
  accountId: string,
  next: (answers: readonly Answer[]) => StepAction<Output>,
): Promise<Output | undefined> {
  const answers: Answer[] = [];
  for (;;) {
    const action = next(answers);
    if (action.kind === "done") return action.output;
    if (action.kind !== "ask") throw new Error(`A song's moments need no ${action.kind}`);
    const [answer] = await knownAnswers(services, accountId, [action]);
    if (!answer) return undefined;
    answers.push(answer);
  }
}
