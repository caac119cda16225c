/** Where files are dropped, or chosen. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";

interface DropZoneProps {
  /** What is to be dropped, such as "a song". */
  what: string;
  note: string;
  accept: string;
  multiple?: boolean;
  /** What is being done with the last ones; empty: nothing. */
  busy?: string;
  onFiles: (files: File[]) => void | Promise<void>;
  children?: preact.ComponentChildren;
}

export function DropZone({ what, note, accept, multiple = false, busy = "", onFiles, children }: DropZoneProps) {
  const id = useId();
  const isOver = useSignal(false);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0) void onFiles(multiple ? files : files.slice(0, 1));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are dropped with a pointer; whoever has none chooses them.
    <div
      class="drop"
      data-over={isOver.value}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        take(event.dataTransfer?.files);
      }}
    >
      {children}
      <label for={id}>
        <b>Drop {what} here</b> or <u>choose</u>
        <small>{note}</small>
      </label>
      <input
        id={id}
        type="file"
        class="unseen"
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
      <p role="status" class="small">
        {busy}
      </p>
    </div>
  );
}
