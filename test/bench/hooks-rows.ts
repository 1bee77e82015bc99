/** How many handlers a worker of the platform runs at a time. */
export const WORKERS = 5;
