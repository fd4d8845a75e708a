import { defaultTopLayers, type LanguageModel, loadModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import { loadTop } from "../models/save.ts";

/** Where a version lies. */
export interface ServedVersion {
  id: string;
  /** The model that holds the trunk. */
  baseLocation: string;
  /** What differs from the base; null for the base itself. */
  weights: string | null;
  /** Blocks that `weights` holds. */
  topBlocks: number | null;
}

export interface LoadedVersion {
  model: LanguageModel;
  sampler: Sampler;
}

interface Entry extends LoadedVersion {
  id: string;
  base: LoadedBase;
  users: number;
  lastUse: number;
}

interface LoadedBase {
  location: string;
  topBlocks: number;
  model: LanguageModel;
}

/** Versions kept beside those in use; each costs its top and a copy of the output matrix. */
const idleVersions = 3;

/**
 * The versions that answer now, and the last few that did. Versions on one trunk share it. Loading is one at a time: it
 * needs all of the memory's bandwidth anyway.
 */
export class LoadedModels {
  private readonly locate: (versionId: string) => Promise<ServedVersion>;
  private readonly entries = new Map<string, Entry>();
  private readonly bases: LoadedBase[] = [];
  private loading: Promise<unknown> = Promise.resolve();
  private uses = 0;

  constructor(locate: (versionId: string) => Promise<ServedVersion>) {
    this.locate = locate;
  }

  /** Runs `work` with a version that stays loaded meanwhile. Throws what `locate` or loading throws. */
  async use<Result>(versionId: string, work: (version: LoadedVersion) => Promise<Result>): Promise<Result> {
    const load = this.loading.then(async () => {
      const entry = this.entries.get(versionId) ?? (await this.load(await this.locate(versionId)));
      entry.users++;
      return entry;
    });
    this.loading = load.catch(() => undefined);
    const entry = await load;
    try {
      return await work(entry);
    } finally {
      entry.users--;
      entry.lastUse = ++this.uses;
      this.loading = this.loading.then(() => this.evict()).catch(console.error);
    }
  }

  private async load(version: ServedVersion): Promise<Entry> {
    const base = await this.loadBase(version.baseLocation, version.topBlocks);
    const { trunk } = base.model;
    const top = version.weights === null ? base.model.top : (await loadTop(version.weights, trunk)).top;
    const model = { ...base.model, top };
    const entry = { id: version.id, base, model, sampler: new Sampler(model), users: 0, lastUse: ++this.uses };
    this.entries.set(version.id, entry);
    return entry;
  }

  /** @param topBlocks null: whatever is loaded already */
  private async loadBase(location: string, topBlocks: number | null): Promise<LoadedBase> {
    const fits = (base: LoadedBase) =>
      base.location === location && (topBlocks === null || base.topBlocks === topBlocks);
    const known = this.bases.find(fits);
    if (known) return known;
    const blocks = topBlocks ?? defaultTopLayers;
    const base = { location, topBlocks: blocks, model: await loadModel(location, { topLayers: blocks }) };
    this.bases.push(base);
    return base;
  }

  private evict(): void {
    const idle = [...this.entries.values()].filter(({ users }) => users === 0).sort((a, b) => b.lastUse - a.lastUse);
    for (const entry of idle.slice(idleVersions)) {
      entry.sampler.dispose();
      if (entry.model.top !== entry.base.model.top) entry.model.top.dispose();
      this.entries.delete(entry.id);
    }
    const needed = new Set([...this.entries.values()].map(({ base }) => base));
    for (const base of this.bases.filter((candidate) => !needed.has(candidate))) {
      base.model.trunk.dispose();
      base.model.top.dispose();
      this.bases.splice(this.bases.indexOf(base), 1);
    }
  }
}
