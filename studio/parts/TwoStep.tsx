/** A button for what cannot be undone: asks once more, in the same place. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

interface TwoStepProps {
  label: string;
  question: string;
  /** What the button says that does it; the label by default. */
  yes?: string;
  onConfirm: () => void | Promise<void>;
}

export function TwoStep({ label, question, yes = label, onConfirm }: TwoStepProps) {
  const isAsking = useSignal(false);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking.value) keep.current?.focus();
  }, [isAsking.value]);
  if (!isAsking.value) {
    return (
      <button
        type="button"
        class="quiet danger"
        onClick={() => {
          isAsking.value = true;
        }}
      >
        {label}
      </button>
    );
  }
  return (
    <fieldset class="two-step" aria-label={question}>
      <span>{question}</span>
      <button
        type="button"
        class="danger"
        onClick={async () => {
          await onConfirm();
          isAsking.value = false;
        }}
      >
        {yes}
      </button>
      <button
        ref={keep}
        type="button"
        class="quiet"
        onClick={() => {
          isAsking.value = false;
        }}
      >
        Keep it
      </button>
    </fieldset>
  );
}
