/** Where the application is on its host: "", or a path such as "/video". Its modules stand one folder below. */
export const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
