/**
 * Words by which a task asks without a question mark. Words of questions are not among them: headings begin with them too
 * (“What goes in must come out”). They stand at the beginning of a sentence: in the languages that corpora are most
 * often in. Where the verb stands at the end, it is looked for there.
 */
const beginnings: readonly string[] = [
  // English
  'analy[sz]e|answer|apply|argue|assess|assume|calculate|choose|classify|comment|compare|complete|compute|consider|construct|contrast|convert|criticize|decide|deduce|define|demonstrate|derive|describe|design|determine|diagram|differentiate|discuss|distinguish|draw|estimate|evaluate|examine|explain|express|factor|fill|find|formulate|give|graph|identify|illustrate|imagine|indicate|integrate|interpret|investigate|justify|label|let|list|locate|make|match|measure|model|name|outline|pick|plot|predict|present|prove|provide|rank|rate|read|recommend|rewrite|show|simplify|sketch|solve|sort|specify|state|suggest|summari[sz]e|suppose|tell|test|trace|translate|true or false|use|verify|work out|write',
  // German
  'analysier\\w*|begründe\\w*|benenn\\w*|beantworte\\w*|berechne\\w*|beschreib\\w*|bestimme\\w*|beurteile\\w*|beweise\\w*|bilde\\w*|diskutiere\\w*|entwickle\\w*|entwirf|erkläre\\w*|erläutere\\w*|ermittle\\w*|ermitteln|finde\\w*|formuliere\\w*|gib|geben|leite\\w*|löse\\w*|nenne\\w*|ordne\\w*|prüfe\\w*|rechne\\w*|schätze\\w*|schreibe\\w*|skizziere\\w*|stelle\\w*|untersuche\\w*|unterscheide\\w*|vergleiche\\w*|wähle\\w*|weise\\w*|zeige\\w*|zeichne\\w*',
  // French
  'analyse[rz]|calcule[rz]?|citer?|citez|compare[rz]?|complète[rz]?|construi\\w+|décri\\w+|défini\\w+|démontre[rz]?|déterminer?|déterminez|discute[rz]?|donne[rz]?|écri\\w+|énonce[rz]?|estime[rz]?|établi\\w+|étudie[rz]?|évalue[rz]?|explique[rz]?|exprime[rz]?|identifie[rz]?|indique[rz]?|justifie[rz]?|montre[rz]?|nomme[rz]?|précise[rz]?|prouve[rz]?|rédige[rz]?|résou\\w+|soit|trace[rz]?|trouve[rz]?|vérifie[rz]?',
  // Spanish, Portuguese, Italian
  'analice|analiza|analisar?|analise|analizza\\w*|calcul[ae]r?|calcola\\w*|compar[ae]r?|confronta\\w*|completa\\w*|complete|constru\\w+|define|defina|defini\\w+|demostrar?|demuestr[ae]|demonstr[ae]r?|dimostra\\w*|describ[ae]|descrev\\w+|descrivi\\w*|determin[ae]r?|determina\\w*|discut\\w+|enumer[ae]|escrib[ae]|escrev\\w+|estim[ae]|explic[ae]r?|explique|expliqu[ae]|spiega\\w*|encuentr[ae]|encontre|trova\\w*|halla|halle|identifi\\w+|indic[ae]|indique|justifi\\w+|mostr[ae]|muestr[ae]|nombr[ae]|prueb[ae]|prove|prova\\w*|resuelv[ae]|resolv[ae]|risolvi\\w*|scrivi\\w*|elenca\\w*|verifi\\w+',
  // Dutch, Scandinavian
  'bereken|beschrijf|bepaal|bewijs|definieer|geef|leg|leid|los|noem|schets|schrijf|teken|toon|vergelijk|verklaar|zoek|beräkna|beskriv|bestäm|bevisa|definiera|förklara|härled|jämför|nämn|rita|skriv|visa|beregn|bestem|bevis|forklar|nevn|sammenlign|tegn|vis',
  // Polish, Czech
  'napisz|oblicz|określ|opisz|podaj|porównaj|udowodnij|uzasadnij|wskaż|wyjaśnij|wykaż|wymień|wyprowadź|wyznacz|znajdź|dokažte|najděte|napište|popište|porovnejte|spočítejte|určete|uveďte|vypočítejte|vysvětlete|zdůvodněte',
  // Russian, Ukrainian
  "выведите|вычислите|дайте|докажите|изобразите|исследуйте|назовите|найдите|напишите|обоснуйте|объясните|опишите|определите|оцените|покажите|постройте|приведите|проверьте|рассчитайте|решите|сравните|укажите|сформулируйте|доведіть|знайдіть|обчисліть|опишіть|поясніть|визначте|порівняйте|розв[’']яжіть",
  // Turkish is told by its end, Greek, Hebrew, Arabic, Hindi by these
  'αποδείξτε|βρείτε|εξηγήστε|υπολογίστε|περιγράψτε|חשב\\w*|הסבר\\w*|הוכח\\w*|מצא\\w*|תאר\\w*|احسب|اشرح|أثبت|اذكر|أوجد|بي[ّ]?ن|صف|عر[ّ]?ف|عل[ّ]?ل|قارن|وضح|ज्ञात|बताइए|समझाइए',
];

/** What a task in a language ends with where its verb comes last, or where characters stand without spaces. */
const anywhere =
  /(?:求|计算|計算|证明|證明|解释|解釋|说明|說明|写出|寫出|列出|描述|比较|比較|分析|判断|判斷|画出|推导|推導|试|請|请)|(?:せよ|求めよ|示せ|述べよ|ください|なさい|か。|か$)|(?:시오|하라|하세요|십시오|는가|인가|까\.?$)|(?:कीजिए|करें|कीजिये|लिखिए)|(?:hesaplayınız|hesaplayın|açıklayınız|açıklayın|bulunuz|bulun|gösteriniz|yazınız|kanıtlayınız|karşılaştırınız)|(?:számítsa|számítsd|határozza|magyarázza|bizonyítsa|írja|laske|selitä|todista|määritä)|(?:hãy|tính|giải thích|chứng minh|hitunglah|jelaskan|tentukan|buktikan|sebutkan)|(?:จง|อธิบาย|คำนวณ)/iu;

const beginning = new RegExp(
  String.raw`(?:^|[.!?:;。\n(])[\s\d*_#>"“«'’().)-]{0,16}(?:(?:please|bitte|now|then|next|first|also) )?(?:${beginnings.join('|')})(?![\p{L}\p{M}])`,
  'iu',
);

/** Tells whether a text sets its reader a task, though it may have no question mark. */
export const asksFor = (text: string): boolean => beginning.test(text) || anywhere.test(text);
