// What the type checker assumes about our own pages: an element that a selector or a `data-…` attribute names exists,
// and events happen on elements. Code checks for parts that may be missing; `closest` keeps its own type.

/** `input` of `input[data-row]`, `form` of `form#bukti`; "" of a list or a path of selectors. */
type TagOf<S> = S extends `${string} ${string}`
  ? ""
  : S extends `${infer T}${"[" | "." | "#" | ":"}${string}`
    ? TagOf<T>
    : S;
type ElementOf<S> = TagOf<S> extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[TagOf<S>] : HTMLElement;

type Field = HTMLElement & { value: string; checked: boolean; name: string; form: HTMLFormElement | null };
type Pressed = KeyboardEvent & { target: Field };
type Listener<E> = (event: E & { target: Field }) => void;
type SubmitListener = (event: SubmitEvent & { target: HTMLFormElement; submitter: HTMLButtonElement | null }) => void;
type Listening = AddEventListenerOptions;

interface ParentNode {
  querySelector<S extends string>(selector: S): ElementOf<S>;
  querySelectorAll<S extends string>(selector: S): NodeListOf<ElementOf<S>>;
}
interface Element {
  closest<S extends string>(selector: S): ElementOf<S> | null;
}
interface NonElementParentNode {
  getElementById(id: string): HTMLElement;
}
interface Document {
  readonly activeElement: HTMLElement | null;
  getElementById(id: string): HTMLElement;
  addEventListener(kind: "submit", listener: SubmitListener, options?: Listening): void;
  addEventListener<K extends keyof DocumentEventMap>(
    kind: K,
    listener: Listener<DocumentEventMap[K]>,
    options?: Listening,
  ): void;
}
interface HTMLElement {
  dataset: Record<string, string>;
  addEventListener<K extends keyof HTMLElementEventMap>(
    kind: K,
    listener: Listener<HTMLElementEventMap[K]>,
    options?: Listening,
  ): void;
}
interface HTMLInputElement {
  addEventListener<K extends keyof HTMLElementEventMap>(
    kind: K,
    listener: Listener<HTMLElementEventMap[K]>,
    options?: Listening,
  ): void;
}
interface HTMLFormElement {
  addEventListener<K extends keyof HTMLElementEventMap>(
    kind: K,
    listener: Listener<HTMLElementEventMap[K]>,
    options?: Listening,
  ): void;
}
interface HTMLFormControlsCollection {
  namedItem(name: string): HTMLInputElement;
  code: HTMLInputElement;
}

interface MediaTrackCapabilities {
  torch?: boolean;
}
interface MediaTrackConstraintSet {
  torch?: boolean;
}
interface BarcodeDetectorLike {
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare var BarcodeDetector:
  | undefined
  | {
      new (options: { formats: string[] }): BarcodeDetectorLike;
      getSupportedFormats(): Promise<string[]>;
    };
