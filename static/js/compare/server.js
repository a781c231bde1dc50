// Asks the server for pieces of the page. Everything is read from the address alone: nothing is sent.

const here = location.pathname;

/** JSON, or null where it cannot be had. @param {string} what @returns {Promise<any>} */
export async function ask(what) {
  const answer = await reach(what);
  return answer ? answer.json() : null;
}

/** HTML, or null where it cannot be had. @param {string} what */
export async function piece(what) {
  const answer = await reach(what);
  return answer ? answer.text() : null;
}

/** @param {string} what */
async function reach(what) {
  try {
    const answer = await fetch(here + what, { headers: { Accept: "application/json" } });
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}
