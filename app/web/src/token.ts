// The token of whoever writes; it is kept in this tab only.

const KEY = "rolegraph-token";

export function rememberedToken(): string {
  return sessionStorage.getItem(KEY) ?? "";
}

export function rememberToken(token: string): void {
  if (token) sessionStorage.setItem(KEY, token);
  else sessionStorage.removeItem(KEY);
}

export interface TokenField {
  element: HTMLElement;
  input: HTMLInputElement;
}

export function tokenField(id: string, changed: () => void = () => {}): TokenField {
  const element = document.createElement("p");
  element.className = "sign";
  const name = document.createElement("label");
  const input = document.createElement("input");
  input.type = "password";
  input.id = id;
  input.autocomplete = "off";
  input.value = rememberedToken();
  name.htmlFor = id;
  name.textContent = "Token";
  input.addEventListener("input", () => rememberToken(input.value));
  input.addEventListener("change", changed);
  element.append(name, " ", input);
  return { element, input };
}
