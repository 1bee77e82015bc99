/** In whose name the explorer asks: nobody, one of the demo's actors, or whoever's token is pasted. */

const ANONYMOUS = 'anonymous';
const OWN = 'a token of my own';
/** Where the choice is kept for a reload. Tokens are kept nowhere. */
const CHOICE = 'candor-explorer:actor';

/**
 * Fills the switch and answers the token that was chosen first, `null` for nobody. `onToken` hears of every
 * other one.
 */
export async function actorSwitch({ select, own, input, notice }, onToken) {
  const given = await givenActors(notice);
  const tokens = new Map([[ANONYMOUS, null], ...given.map(({ name, token }) => [name, token])]);
  for (const name of [...tokens.keys(), OWN]) select.add(new Option(name));
  const remembered = sessionStorage.getItem(CHOICE);
  select.value = tokens.has(remembered) ? remembered : (given[0]?.name ?? ANONYMOUS);

  select.addEventListener('change', () => {
    sessionStorage.setItem(CHOICE, select.value);
    own.hidden = select.value !== OWN;
    if (own.hidden) onToken(tokens.get(select.value));
    else {
      onToken(pasted(input.value));
      input.focus();
    }
  });
  input.addEventListener('change', () => onToken(pasted(input.value)));
  return tokens.get(select.value);
}

/** The demo's actors; none where the platform offers none. */
async function givenActors(notice) {
  const response = await fetch('/explorer/actors.json').catch(() => undefined);
  if (response?.ok) return response.json();
  if (response?.status !== 404) notice.textContent = "The demo's actors could not be read.";
  return [];
}

/** People also paste what they would send as a header. */
function pasted(text) {
  return text.trim().replace(/^(authorization:\s*)?bearer\s+/i, '') || null;
}
