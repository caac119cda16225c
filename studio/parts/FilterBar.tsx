/** Which videos are on the wall; and what can be done with a batch as a whole. */
import { useSignal } from "@preact/signals";
import { type FilterName, filters, STATUS_FILTERS } from "../state/filters.ts";
import { artists, shortName, templates } from "../state/library.ts";
import { attempt } from "../state/notices.ts";
import { go, hrefOf } from "../state/route.ts";
import { isOpen, runSignal, wallIds } from "../state/runs.ts";
import { saveBatch } from "../state/steering.ts";
import { dayAndTime, dollars, plural } from "../text/format.ts";
import { Icon } from "./Icon.tsx";
import { Tape } from "./Tape.tsx";
import { isStill, setStill } from "./wall-video.ts";

function narrow(name: FilterName, value: string): void {
  const { [name]: _, ...others } = filters.peek();
  go(hrefOf([], value === "" ? others : { ...others, [name]: value }));
}

export function FilterBar() {
  const { artist = "", template = "", status = "", tag = "", batch } = filters.value;
  return (
    <div class="filters">
      {batch !== undefined ? (
        <BatchBar batchId={batch} />
      ) : (
        <search class="filter-fields" aria-label="Which videos">
          <Select label="Artist" value={artist} onChange={(value) => narrow("artist", value)}>
            <option value="">All artists</option>
            {artists.value?.map(({ account_id, name }) => (
              <option key={account_id} value={account_id}>
                {name}
              </option>
            ))}
          </Select>
          <Select label="Template" value={template} onChange={(value) => narrow("template", value)}>
            <option value="">All templates</option>
            {templates.value?.map(({ name }) => (
              <option key={name} value={name}>
                {shortName(name)}
              </option>
            ))}
          </Select>
          <Select label="Status" value={status} onChange={(value) => narrow("status", value)}>
            <option value="">Any status</option>
            {Object.entries(STATUS_FILTERS).map(([name, { label }]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
          <input
            type="search"
            aria-label="Tag"
            placeholder="Tag"
            value={tag}
            onChange={(event) => narrow("tag", event.currentTarget.value.trim())}
          />
        </search>
      )}
      <button type="button" class="quiet still" aria-pressed={isStill.value} onClick={() => setStill(!isStill.value)}>
        <Icon name={isStill.value ? "play" : "pause"} />
        <span>{isStill.value ? "Let them play" : "Hold still"}</span>
      </button>
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: preact.ComponentChildren;
}

const Select = ({ label, value, onChange, children }: SelectProps) => (
  <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
    {children}
  </select>
);

function BatchBar({ batchId }: { batchId: string }) {
  const isSaving = useSignal(false);
  const runs = wallIds.value.flatMap((id) => runSignal(id)?.value ?? []).filter((run) => run.batchId === batchId);
  const finished = runs.filter(({ output }) => output !== null).length;
  const cents = runs.reduce((sum, { costInCents }) => sum + costInCents, 0);
  const [first] = runs;
  const save = async () => {
    isSaving.value = true;
    await attempt(() => saveBatch(batchId));
    isSaving.value = false;
  };
  return (
    <div class="batchbar">
      <a class="button quiet" href="#/">
        <Icon name="left" /> All videos
      </a>
      <h2>
        <Tape>{first === undefined ? "Batch" : `Batch, ${dayAndTime(first.createdAt, Date.now())}`}</Tape>
      </h2>
      <p>
        {plural(runs.length, "video")}, {finished} finished, {dollars(cents)}
        {runs.some(isOpen) ? " so far" : ""}
      </p>
      <button type="button" disabled={finished === 0 || isSaving.value} onClick={() => void save()}>
        <Icon name="save" /> {isSaving.value ? "Packing …" : "Download as zip"}
      </button>
    </div>
  );
}
