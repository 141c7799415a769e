/** Whether another URL may be taken where this one was not: stores say with 403 or 400 that it is over. */
export const renewable = ({ status, code }) => status === 403 || code === "url-expired";
