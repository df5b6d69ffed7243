/**
 * Public holidays, in words: `07-04` a date · `1mon9` the first Monday of September, `-1mon5` the last of May · `e-2`
 * two days before Easter, `o+1` one day after the Easter of the eastern churches · `mon<5-25` the Monday before 25 May ·
 * `fri>6-18` the first Friday after 18 June · `2026-06-15` that day alone. Behind a slash: how a holiday at the weekend
 * moves, in addition to the day itself: `/us` Saturday to Friday and Sunday to Monday, `/mon` to the Monday after,
 * `/two` to the Monday and, where another holiday may be moved there, the Tuesday.
 *
 * What is only kept in a part of a country is here as well: a day too many is a call tomorrow, a day too few is a call
 * on somebody's holiday.
 *
 * Sources: 5 U.S.C. 6103 and the states' lists of legal holidays; Holidays Act (Canada) and the provinces' employment
 * standards; Banking and Financial Dealings Act 1971 (United Kingdom); Code du travail L. 3133-1, L. 3134-13 and
 * L. 3422-2; the Fair Work Act 2009, section 115 (Australia); the member states' lists of public holidays.
 */
export const holidays: { readonly [jurisdiction: string]: string } = {
  US: "01-01/us 3mon1 3mon2 -1mon5 06-19/us 07-04/us 1mon9 2mon10 11-11/us 4thu11 12-25/us",
  "US-AL": "e-47 4mon4 1mon6 12-01",
  "US-CA": "03-31/us fri>11-22",
  "US-CT": "02-12/us e-2",
  "US-DC": "04-16/us 01-20",
  "US-HI": "03-26/us e-2 06-11/us 3fri8",
  "US-IL": "02-12/us tue>11-1",
  "US-LA": "e-47 e-2 fri>11-22 tue>11-1 01-20",
  "US-MA": "3mon4",
  "US-MD": "fri>11-22 tue>11-1",
  "US-ME": "3mon4 fri>11-22",
  "US-MS": "-1mon4",
  "US-NE": "-1fri4 fri>11-22",
  "US-PA": "e-2 06-14/us tue>11-1",
  "US-RI": "05-04/us 2mon8 tue>11-1 e-2",
  "US-TX": "01-19 03-02 04-21 08-27 fri>11-22 12-24 12-26 e-2",
  "US-UT": "07-24/us",
  CA: "01-01/two e-2 e+1 3mon2 mon<5-25 07-01/mon 1mon8 1mon9 09-30/mon 2mon10 11-11/mon 12-25/two 12-26/two",
  "CA-NL": "03-17 04-23 06-24 07-12 mon>3-13 mon>4-19 mon>6-20 mon>7-8",
  "CA-NT": "06-21/mon",
  "CA-NU": "07-09/mon",
  "CA-QC": "06-24/mon",
  "CA-YT": "06-21/mon 3mon8",
  GB: "01-01/two 01-02/two 03-17/mon e-2 e+1 1mon5 -1mon5 07-12/mon 1mon8 -1mon8 11-30/mon 12-25/two 12-26/two 2026-06-15",
  FR: "01-01 e-2 e+1 05-01 05-08 e+39 e+50 07-14 08-15 11-01 11-11 12-25 12-26 04-27 05-22 05-27 06-10 12-20",
  AU: "01-01/two 01-26/mon e-2 e-1 e+0 e+1 04-25/mon 2mon6 12-25/two 12-26/two",
  EU: "01-01 01-06 e-3 e-2 e+0 e+1 o-2 o+0 o+1 05-01 e+39 e+49 e+50 o+49 o+50 e+60 08-15 11-01 12-08 12-24 12-25 12-26 12-31",
  AT: "10-26",
  BE: "07-21 11-11",
  BG: "03-03/mon 05-06/mon 05-24/mon 09-06/mon 09-22/mon 05-01/mon 12-24/two 12-25/two 12-26/two o-1",
  CY: "03-25 04-01 10-01 10-28 o-48 o+2",
  CZ: "05-08 07-05 07-06 09-28 10-28 11-17",
  DE: "03-08 09-20 10-03 10-31 wed<11-23",
  DK: "06-05",
  EE: "02-24 06-23 06-24 08-20",
  ES: "10-12/mon 12-06/mon e-3 03-19 07-25",
  FI: "12-06 fri>6-18 sat>6-19 sat>10-30",
  GR: "03-25 10-28 o-48",
  HR: "05-30 06-22 08-05 11-18",
  HU: "03-15 08-20 10-23",
  IE: "1mon2 02-01 03-17/mon 1mon5 1mon6 1mon8 -1mon10 12-25/two 12-26/two 01-01/two",
  IT: "04-25 06-02 10-04",
  LT: "02-16 03-11 06-24 07-06 11-02",
  LU: "05-09 06-23",
  LV: "05-04/mon 06-23 06-24 11-18/mon",
  MT: "02-10 03-19 03-31 06-07 06-29 09-08 09-21 12-13",
  NL: "04-26 04-27 05-05",
  PL: "05-03 11-11",
  PT: "04-25 06-10 10-05 12-01",
  RO: "01-02 01-07 01-24 06-01 11-30 12-01",
  SE: "06-06 fri>6-18 sat>6-19 sat>10-30",
  SI: "01-02 02-08 04-27 05-02 06-25 10-31",
  SK: "05-08 07-05 08-29 09-01 09-15 11-17",
  IS: "thu>4-18 06-17 1mon8",
  LI: "02-02 03-19 09-08",
  NO: "05-17"
}
