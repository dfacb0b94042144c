// The key that every request carries. It is kept for this browser tab alone, and leaves the address bar at once.
const KEPT = 'wangge:key';

const form = document.querySelector<HTMLFormElement>('#key')!;
const field = form.querySelector('input')!;
const forget = form.querySelector<HTMLButtonElement>('button[type="button"]')!;
const notice = document.querySelector<HTMLElement>('#notice')!;

const kept = () => sessionStorage.getItem(KEPT);

/** Keeps a key as people paste it: with the word before it, with blanks, with anything that no header may hold. */
function keep(given: string): void {
  sessionStorage.setItem(KEPT, given.replace(/^\s*Bearer\s/i, '').replace(/[^\x21-\x7e]/g, '') || '?');
}

/** Takes a key out of an address that ends in `#key=…`: the part after # is never sent to a server. */
export function takeKeyFromAddress(): boolean {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given === null) return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  keep(given);
  return true;
}

/** The header of a request, or the first message of a WebSocket. */
export function authorization(): Record<string, string> {
  const key = kept();
  return key === null ? {} : { Authorization: `Bearer ${key}` };
}

/** `fetch` with the key, unless the request brings another; a key that is refused is told of. */
export async function fetchWithKey(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(authorization());
  new Headers(init?.headers).forEach((value, name) => headers.set(name, value));
  const response = await fetch(input, { ...init, headers });
  if (response.status === 401) {
    document.body.classList.add('keyless');
    if (headers.has('Authorization')) await tell(response.clone());
  }
  return response;
}

/** Says whether the service answers, with the key at hand or without one where none is needed. */
export async function isLetIn(): Promise<boolean> {
  const asked = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"query":"{ __typename }"}' };
  return (await fetchWithKey('/graphql', asked)).status !== 401; // a HEAD would bring no words with a refusal
}

/** Makes the form at the top work; another key begins the page anew, so that nothing of the last one's is left. */
export function listenForKeys(): void {
  const key = kept();
  field.placeholder = `${/^wangge_[0-9a-f]{8}/.exec(key ?? '')?.[0] ?? 'wangge'}_…`; // which one is held: its id is no secret
  forget.hidden = key === null;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value.trim() === '') return field.focus();
    keep(field.value);
    location.reload();
  });
  forget.addEventListener('click', () => {
    sessionStorage.removeItem(KEPT);
    location.reload();
  });
  addEventListener('hashchange', () => takeKeyFromAddress() && location.reload());
}

/** Shows why the key was refused, in the service's words. */
async function tell(refusal: Response): Promise<void> {
  const { errors } = await refusal.json();
  notice.textContent = String(errors[0].message);
  notice.hidden = false;
}
