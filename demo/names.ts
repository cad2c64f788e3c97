import type { Random } from './random.ts'

/** Family names that we made up, so that no pairing of the lists is a person who exists. */
export const FAMILY = (
  'Abernoll Alderwick Amberlund Anquist Ashgrave Balquith Barrowmoor Beckenholt Bellamont Birchmere Blackfennel Bramwick ' +
  'Brindlemoor Brockholme Cadwallow Calderstone Candlewick Carrowmere Cinderford Clovenhall Coldbrook-Vane Copperfeld ' +
  'Cragmoor Cresswater Dallowmere Darnbrook Deverholt Dunmarrow Eastermoor Elderquist Emberly Fairbrindle Fallowmere ' +
  'Farthingsby Fennimarsh Fernhollow Foxglade Galloworth Garrowby Glenhazel Goldenthwaite Gorsebury Greymantle Grindlewood ' +
  'Hallowfen Harrowgrove Hartenmoor Hawkesleaf Hazelthorn Heatherlund Hollinmere Hornbeck-Asher Inglemoor Ironbrook Ivermere ' +
  'Jasperholt Juniperson Kelderwick Kestrelby Kindlemoor Kitterick Larchwood-Finn Lavenmoor Lindenquist Lorringdale Marrowby ' +
  'Meadowlark Merrowfield Millstrand Mistlebrook Moorcastle Netherquill Nightmere Oakenshaw-Pell Oldermarsh Orchardby ' +
  'Pennybrack Pepperholm Pinemarch Quarrymoor Quillfeather Ravenstrand Reedholme Rookwater Rosenthwaite Rushbourne ' +
  'Saltmarrow Sandersmere Sedgewater Silverquist Sorrelby Starlingford Stonewhistle Swallowmere Tamarindo-Vell Tanglewick ' +
  'Thistlemark Thornquist Tidebrook Trelawmere Umberlund Underfen Vandermoor Velvetine Wagtailby Waverholme Weatherlark ' +
  'Whistledown Willowmere Winterquist Wolfenmoor Yarrowby Yewthorn Zinnerquist ' +
  'Ålgrenstad Brzęczewik Çelikova Dvořenák Éclairmont Fønsgård Gómezuela Íñigarra Křížovan Łąkowiec Muñarriz Nuñezal ' +
  'Österlundqvist Peñalvera Quíñarez Ródenas-Ibarrol Šimůnkar Țăranuș Üblacker Väinölkki Żurawianka ' +
  "D'Armorelle O'Bracklin O'Quillane N'Dourabe Tan'ikawara Mac-an-Stroma van_der_Kwelm de_la_Espuela al-Qasrimi bint-Sahwari " +
  'Nguyenthao Tranvuong Kimsohn Parkhyeon Leeyang Wangzhuo Chenlirui Haruyamoto Satomizuki Okafonwu Adeyanju-Bolu Mwangaro ' +
  'Singhvara Patelwar Raoshekhar Khandaroo Petrosyanik Kovalchenya'
)
  .split(' ')
  .map((name) => name.replaceAll('_', ' '))

/** Given names in common use, with marks, hyphens and letters that a search has to fold. */
export const GIVEN = (
  'Ada Aiko Alma Amara Amparo Ana-Lucía Anders Anaïs Arlo Asha Astrid Ayodele Beatriz Benno Björn Bronwyn Caleb Cécile Chidi ' +
  "Clémence Dagny Dalia Dmitri Dolores D'Andre Elif Elodie Emeka Esmé Eun-ji Farah Felix Fiadh Françoise Gabor Ginevra Hana " +
  'Hao Héctor Ibrahim Ilse Imani Ingrid Ioana Iván Jarek Jean-Luc Jiho Joaquín Jolene Kaimana Kalani Keiko Kofi Lakshmi ' +
  'Leilani Lars Léonie Linh Lubomír Luz Maëlle Malik María-José Mei Milica Minh Miriam Nadia Ngozi Noor Oisín Olamide ' +
  'Otto Pilar Priya Quentin Rafael Ravi Renée Rosalind Ruta Saoirse Seo-yeon Siobhán Søren Sunita Tadeáš Tala Tevita ' +
  'Thandiwe Tomás Ulla Valentina Vikram Wei Wilhelmina Ximena Xiu-Ying Yael Yusuf Zainab Zdeněk Zoë'
).split(' ')

/** A given and a family name drawn from the lists. */
export function drawName(draw: Random): { given: string; family: string } {
  return { given: draw.pick(GIVEN), family: draw.pick(FAMILY) }
}
