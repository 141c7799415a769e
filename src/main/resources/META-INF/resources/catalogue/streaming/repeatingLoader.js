/**
 * Wraps a loader of hls.js, so that failed requests can be repeated.
 *
 * @param prepare changes the context of a request before it is sent
 * @param repair returns a promise if the request is to be repeated when it is fulfilled; otherwise null. Gets the
 *   status, the context, how often the request was repeated, and the loader
 * @param transform changes a response
 */
export function repeatingLoader(Loader, { prepare = () => {}, repair, transform = (response) => response }) {
  return class {
    #config;
    #loader;
    #destroyed = false;

    constructor(config) {
      this.#config = config;
      this.#loader = new Loader(config);
      this.stats = this.#loader.stats;
      this.context = null;
    }

    load(context, config, callbacks) {
      this.context = context;
      this.#load(context, config, callbacks, 0);
    }

    #load(context, config, callbacks, repetitions) {
      prepare(context);
      this.#loader.load(context, config, {
        ...callbacks,
        onSuccess: (response, stats, ...others) => {
          callbacks.onSuccess(transform(response), Object.assign(this.stats, stats), ...others);
        },
        onError: (error, ...others) => {
          const repaired = repair(error.code, context, repetitions, this.#loader);
          if (!repaired) return callbacks.onError(error, ...others);
          repaired.then(
            () => this.#repeat(context, config, callbacks, repetitions + 1),
            () => callbacks.onError(error, ...others),
          );
        },
      });
    }

    // A loader can be used once.
    #repeat(context, config, callbacks, repetitions) {
      if (this.#destroyed) return;
      this.#loader.destroy();
      this.#loader = new Loader(this.#config);
      this.#load(context, config, callbacks, repetitions);
    }

    abort() {
      this.#destroyed = true;
      this.#loader.abort();
    }

    destroy() {
      this.#destroyed = true;
      this.#loader.destroy();
    }

    getCacheAge() {
      return this.#loader.getCacheAge();
    }

    getResponseHeader(name) {
      return this.#loader.getResponseHeader(name);
    }
  };
}
