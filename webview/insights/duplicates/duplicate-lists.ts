import type { DuplicateGroups, SampleFilter } from '../../../src/protocol/results.ts';
import type { HostChannel, PanelParams, PanelResult } from '../../ui/host-channel.ts';
import type { InsightsChoice } from '../../ui/intent.ts';
import { Resource } from '../../ui/resource.ts';
import { counted } from '../../ui/words.ts';

type Thinning = Pick<PanelParams<'duplicates/thin'>, 'filter' | 'keep' | 'first'>;
type ThinningResult = PanelResult<'duplicates/thin'>;
export type WayToCompare = InsightsChoice['duplicatesBy'];

/** Duplicates by words and by meaning: a list of each, with a threshold of its own. */
export class DuplicateLists {
  readonly #channel: HostChannel;
  readonly #lists: Readonly<Record<WayToCompare, Resource<DuplicateGroups>>>;

  constructor(channel: HostChannel, changed: () => void) {
    this.#channel = channel;
    this.#lists = { words: new Resource(changed), meaning: new Resource(changed) };
  }

  of(by: WayToCompare): Resource<DuplicateGroups> {
    return this.#lists[by];
  }

  /** Lists by the way that is chosen; what is under way by the other is waited for no longer. */
  load(filter: SampleFilter, { duplicatesBy: by, threshold: share, cosine }: InsightsChoice): Promise<boolean> {
    this.#other(by).drop();
    const threshold = by === 'words' ? share : cosine;
    const query = { filter, by, ...(threshold === null ? {} : { threshold }), limit: 50 };
    return this.of(by).load(() => this.#channel.request('duplicates/list', query));
  }

  /** Thins out by the threshold of the list that is shown. */
  thinOut(by: WayToCompare, thinning: Thinning): Promise<ThinningResult> {
    const threshold = this.of(by).value?.threshold;
    return this.#channel.request('duplicates/thin', { ...thinning, by, ...(threshold === undefined ? {} : { threshold }) });
  }

  /** Forgets the list that is not shown, since the samples are others by now. */
  forgetOther(by: WayToCompare): void {
    this.#other(by).clear();
  }

  drop(): void {
    for (const list of Object.values(this.#lists)) list.drop();
  }

  #other(by: WayToCompare): Resource<DuplicateGroups> {
    return this.of(by === 'words' ? 'meaning' : 'words');
  }
}

const asWhat: Readonly<Record<WayToCompare, string>> = { words: 'as near-duplicates', meaning: 'as the same in other words' };

/** What came of thinning out, in words. */
export function thinned(by: WayToCompare, { changed, clusters, refused, cancelled }: ThinningResult): string {
  const left = refused.length === 0 ? '' : ` ${counted(refused.length, 'sample')} could not be rejected.`;
  return `${counted(changed.length, 'sample')} rejected ${asWhat[by]}, out of ${counted(clusters, 'group')}.${left}${cancelled ? ' Called off.' : ''}`;
}
