const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Modifiers that never belong to a concept's name; they are cut from the front of a phrase. */
export const emptyModifiers = words(`
  same other others such many more most much several certain given various different similar few fewer some any no all both each every either
  neither another own only sole whole entire following preceding above below previous next past last latter former corresponding respective
  relevant related like numerous countless enough able unable available additional extra further particular possible impossible
  necessary sufficient appropriate suitable likely unlikely clear obvious interesting important familiar famous well-known
  great greater greatest big bigger biggest large larger largest small smaller smallest little less least longer longest shorter
  shortest higher highest lower lowest earlier earliest later latest better best worse worst good bad nice huge tiny enormous vast immense
  considerable substantial remarkable dramatic surprising amazing beautiful correct wrong sure aware
  very quite rather too just also even still thus then therefore however
  one two three four five six seven eight nine ten hundred thousand million billion half twice
  today tomorrow yesterday original identical comparable new old recent usual actual
  using being having doing going making taking giving getting putting letting saying seeing including considering assuming neglecting ignoring
  involving concerning regarding according depending resulting remaining existing starting
  used made taken given called named known shown seen found said done described mentioned discussed considered illustrated presented stated
  adding solving finding measuring calculating determining describing explaining comparing identifying defining understanding obtaining
  knowing showing becoming producing causing creating increasing decreasing keeping holding trying working looking thinking
  required needed desired chosen selected assumed expected observed noted listed solved based proposed added
`);

/** Modifiers that describe rather than name, though some names hold them ("first law", "short circuit"). */
export const weakModifiers = words(`
  first second third fourth fifth specific final initial main major minor significant special common typical general ordinary everyday simple simpler
  simplest easy easier easiest difficult hard complex strong stronger strongest weak weaker weakest fast faster slow slower heavy heavier
  light lighter true false real correct entire full complete total single double popular modern due present absent overall rough approximate
  exact precise strict fair reasonable practical equal unequal opposite strange rare noticeable visible unusual hypothetical unknown known
  high low long short early late deep shallow wide narrow thick thin close near far nearby distant left right upper useful powerful
  american european german french british english italian russian dutch greek
`);

/** Nouns that are never a concept on their own. */
export const weakNouns = words(`
  much many more most none monday tuesday wednesday thursday friday saturday sunday january february march april june july august
  september october november december alternative remedy example instance case way manner thing something anything nothing everything someone anyone everyone one lot kind sort type form part
  piece bit side end beginning start middle top bottom front back point place spot fact reason result consequence amount number value deal
  extent variety set series group pair couple dozen use purpose goal aim need role idea notion concept term word name phrase sentence
  paragraph page chapter section figure table exercise problem question answer solution step strategy discussion conclusion summary
  introduction objective topic subject detail aspect feature characteristic item list note hint tip check text book article author reader
  student teacher people person man woman child boy girl human others thousand hundred million billion day week month year hour minute
  welcome hello goodbye thanks
  moment today tomorrow yesterday situation circumstance issue difference similarity relationship comparison statement description
  explanation definition meaning information knowledge understanding approach attempt effort choice option possibility opportunity chance
  ability advantage disadvantage benefit importance significance interest attention experience view addition contrast turn course rest whole
  half quarter third majority minority percent percentage increase decrease stuff sense hand look world way home house room door car
  condition effect cause behavior behaviour process change level stage order event action activity property quantity factor method
  technique tool device equipment object size shape line region location
  us we you they he she it me him her them who whom which what that this these those here there yours mine
  sin cos tan sec csc cot arcsin arccos arctan sinh cosh tanh log ln exp lim max min avg ave tot const
  mr mrs ms dr prof etc eg ie vs fig figs eq eqs sec ch vol pp ed eds
`);

/** "a number of", "the case of": these measure or point, and do not open a compound name. */
export const measureNouns = words(`
  number amount lot kind sort type form part piece bit side end beginning start middle top bottom front back point place case way manner fact
  reason result consequence value deal extent range variety set series group pair couple dozen majority minority percent percentage half
  quarter third use example instance idea notion concept term word name role purpose goal aim need matter question discussion description
  explanation definition importance most many some any all each one none both much few several thousand hundred million billion
  student study understanding knowledge experience view list sense sort addition contrast presence absence thousands
`);

/** Nouns for the parts of a document: no phrase that ends with one of these is a concept. */
export const documentNouns = words(`
  example figure table section chapter exercise problem question answer solution step discussion summary introduction objective conclusion
  page paragraph sentence listing appendix footnote caption glossary bibliography outline overview quiz homework worksheet photo
  picture illustration credit way thing fact reason lot kind sort bit people person
`);

/** Participles without a telling ending; at the end of a phrase they belong to what follows ("the heat lost by"). */
export const participles = words(`
  given made found lost held kept left done seen known shown taken gone thrown drawn written built felt met sent spent told thought brought
  caught bought led run won worn torn spun hung struck stuck swung sung begun broken chosen driven eaten fallen forgotten frozen gotten
  grown hidden ridden risen spoken stolen sworn woken
`);

/** Plurals that stand inside compounds; any other plural before another noun is a slip of the tagger ("meters work"). */
export const innerPlurals =
  words(`news means goods sales sports arms savings systems species headquarters operations communications earnings
  rights needs materials resources graphics parents women men customs mains`);
