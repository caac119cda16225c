/** Object keys with this prefix, page by page: a listing of R2 gives a thousand at most. Throws what R2 throws. */
export async function* keysByPage(bucket: R2Bucket, prefix: string): AsyncGenerator<string[]> {
  let cursor: string | undefined;
  do {
    // A cursor stays good when what came before it is deleted.
    const page: R2Objects = await bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    if (page.objects.length > 0) yield page.objects.map(({ key }) => key);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
}
