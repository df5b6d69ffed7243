/** Zones that the generated table forgets for numbers that begin so. A row only ever adds zones. */
interface ZoneCorrection {
  readonly prefix: string
  readonly zones: ReadonlyArray<string>
  /** What the table says, what is so, and where that is laid down. */
  readonly why: string
}

export const zoneCorrections: ReadonlyArray<ZoneCorrection> = [
  {
    prefix: "1850",
    zones: ["America/Chicago"],
    why: "New York alone in the table; Florida west of the Apalachicola River is on Central time (49 CFR 71.5)."
  },
  {
    prefix: "1448",
    zones: ["America/Chicago"],
    why: "Overlay of 850 (Florida PSC, 2021), with the same area."
  },
  {
    prefix: "1689",
    zones: ["America/New_York"],
    why: "Chicago in the table; the overlay of 407 lies around Orlando, on Eastern time (49 CFR 71.4)."
  },
  {
    prefix: "1423",
    zones: ["America/New_York"],
    why: "Chicago in the table; Chattanooga and north-eastern Tennessee are on Eastern time (49 CFR 71.5)."
  },
  {
    prefix: "1270",
    zones: ["America/Chicago"],
    why: "New York alone in the table; western Kentucky is on Central time (49 CFR 71.5)."
  },
  { prefix: "1364", zones: ["America/Chicago"], why: "Overlay of 270 (Kentucky PSC, 2014), with the same area." },
  {
    prefix: "1474",
    zones: ["America/Regina"],
    why: "Winnipeg in the table; Saskatchewan keeps Central Standard Time all year (The Time Act, Saskatchewan)."
  },
  {
    prefix: "617",
    zones: ["Australia/Brisbane"],
    why: "Sydney in the table; Queensland has no summer time (IANA australasia)."
  },
  {
    prefix: "618",
    zones: ["Australia/Adelaide", "Australia/Broken_Hill", "Australia/Darwin", "Australia/Perth", "Australia/Eucla"],
    why: "Adelaide and Perth in the table; the region 08 also holds the Northern Territory, without summer time."
  },
  {
    prefix: "612",
    zones: ["Australia/Sydney"],
    why: "Lord Howe alone in the table for some exchanges; New South Wales shares their area code (IANA australasia)."
  },
  {
    prefix: "643",
    zones: ["Pacific/Auckland"],
    why: "Chatham alone in the table for 330, which the South Island shares (IANA australasia)."
  },
  {
    prefix: "6126563",
    zones: ["Australia/Lord_Howe"],
    why: "Sydney in the table; Lord Howe Island is half an hour ahead in winter (IANA australasia)."
  },
  {
    prefix: "7401",
    zones: ["Europe/Kaliningrad"],
    why: "Bucharest in the table; Kaliningrad has no summer time (IANA europe)."
  },
  {
    prefix: "7411",
    zones: ["Asia/Khandyga", "Asia/Ust-Nera", "Asia/Srednekolymsk"],
    why: "Yakutsk in the table; the east of Sakha is an hour or two ahead (IANA europe)."
  },
  {
    prefix: "7845",
    zones: ["Europe/Saratov"],
    why: "Moscow in the table; Saratov is at UTC+4 since 2016 (IANA europe)."
  },
  {
    prefix: "7365",
    zones: ["Europe/Simferopol", "Europe/Kyiv"],
    why: "Numbers of Crimea in the Russian plan (IANA europe)."
  },
  {
    prefix: "38065",
    zones: ["Europe/Simferopol"],
    why: "Kyiv in the table; Crimea keeps Moscow's time since 2014 (IANA europe)."
  },
  {
    prefix: "559",
    zones: ["America/Belem", "America/Santarem"],
    why: "Manaus in the table; Pará is at UTC-3 (IANA southamerica)."
  },
  {
    prefix: "5581",
    zones: ["America/Recife", "America/Noronha"],
    why: "One of the two in the table; the mainland of Pernambuco is at UTC-3, its islands at UTC-2 (IANA southamerica)."
  },
  {
    prefix: "5555",
    zones: ["America/Sao_Paulo"],
    why: "Manaus in the table for a few exchanges; Rio Grande do Sul is at UTC-3 (IANA southamerica)."
  },
  {
    prefix: "5567",
    zones: ["America/Campo_Grande"],
    why: "São Paulo in the table for a few exchanges; Mato Grosso do Sul is at UTC-4 (IANA southamerica)."
  },
  {
    prefix: "5569",
    zones: ["America/Porto_Velho"],
    why: "São Paulo in the table for a few exchanges; Rondônia is at UTC-4 (IANA southamerica)."
  },
  {
    prefix: "5592",
    zones: ["America/Manaus"],
    why: "São Paulo in the table for a few exchanges; the east of Amazonas is at UTC-4 (IANA southamerica)."
  },
  {
    prefix: "5595",
    zones: ["America/Boa_Vista"],
    why: "São Paulo in the table for a few exchanges; Roraima is at UTC-4 (IANA southamerica)."
  },
  {
    prefix: "5597",
    zones: ["America/Manaus", "America/Eirunepe"],
    why: "Manaus or São Paulo in the table; the west of Amazonas is at UTC-5 since 2013 (IANA southamerica)."
  },
  {
    prefix: "5632",
    zones: ["America/Santiago"],
    why: "Easter Island alone in the table, whose lines share the area code of Valparaíso (IANA southamerica)."
  },
  {
    prefix: "5632210",
    zones: ["Pacific/Easter"],
    why: "Lines of Easter Island, two hours behind the mainland (IANA southamerica)."
  },
  {
    prefix: "5661",
    zones: ["America/Punta_Arenas"],
    why: "Santiago in the table; Magallanes is at UTC-3 all year since 2016 (IANA southamerica)."
  },
  {
    prefix: "52627",
    zones: ["America/Chihuahua"],
    why: "Mazatlan in the table; Chihuahua is at UTC-6 since 2022 (IANA northamerica)."
  },
  {
    prefix: "52614",
    zones: ["America/Chihuahua"],
    why: "Mazatlan in the table; Chihuahua is at UTC-6 since 2022 (IANA northamerica)."
  },
  {
    prefix: "52868",
    zones: ["America/Matamoros"],
    why: "Mexico City in the table; the northern border has summer time (IANA northamerica)."
  },
  {
    prefix: "869",
    zones: ["Asia/Urumqi"],
    why: "Shanghai in the table; Xinjiang also lives by UTC+6 (IANA asia)."
  }
]
