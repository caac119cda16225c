/** The typed client passes on what its earlier calls have seen. */
import { afterEach, expect, test, vi } from "vitest";
import { openBackline } from "../../client/index.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("the latest bookmark goes along with every call that follows, and none before there is one", async () => {
  const answers = ["", "00000002-b", "00000001-a", "00000003-c", ""];
  const sent: (string | null)[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    sent.push((input as Request).headers.get("x-bookmark"));
    const bookmark = answers[sent.length - 1] ?? "";
    return Response.json({}, { headers: bookmark === "" ? {} : { "x-bookmark": bookmark } });
  });
  const client = openBackline("http://localhost:9", "key");
  for (const _ of answers) await client.GET("/api/artists");
  expect(sent).toEqual([null, null, "00000002-b", "00000002-b", "00000003-c"]);
});
