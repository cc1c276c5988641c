/** A browser whose storage has no room left for a transaction. */
export const fillStorage = (context) =>
  context.addInitScript(() => {
    const setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, text) {
      if (key.startsWith('pending.')) throw new DOMException('full', 'QuotaExceededError');
      return setItem.call(this, key, text);
    };
  });
