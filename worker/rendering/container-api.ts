/** What is used of a Durable Object's `ctx.container`. */
export type ContainerApi = Pick<Container, "running" | "start" | "destroy" | "setInactivityTimeout"> & {
  getTcpPort(port: number): Pick<Fetcher, "fetch">;
};
