/** What the Workers runtime offers of Node and is used here; Node's own types would contradict the runtime's. */
declare module "node:async_hooks" {
  export class AsyncLocalStorage<Store> {
    run<Result>(store: Store, inside: () => Result): Result;
    getStore(): Store | undefined;
  }
}
