/**
 * Where the area codes of the United States and Canada lie, written down from public lists of the numbering plan and from
 * the legal limits of the time zones, without a look at the tables of the service. Zones of which one part of an area code
 * keeps another time come first: a call has to be in time in all of them.
 */
const areas: ReadonlyArray<readonly [zones: string, codes: string]> = [
  // Split: Florida's panhandle, Kentucky, Tennessee, Indiana, Michigan's west.
  ["America/New_York America/Chicago", "850 448"],
  ["America/Kentucky/Louisville America/Chicago", "270 364 606"],
  ["America/New_York America/Chicago", "423"],
  ["America/Indiana/Indianapolis America/Indiana/Knox", "574"],
  ["America/Indiana/Indianapolis America/Indiana/Tell_City America/Indiana/Petersburg", "812 930"],
  ["America/Detroit America/Menominee", "906"],
  // Split: the Dakotas, Nebraska, Kansas, Idaho, Oregon, Nevada, Arizona, Alaska.
  ["America/Chicago America/Denver America/North_Dakota/Beulah", "701"],
  ["America/Chicago America/Denver", "605 308 620 785"],
  ["America/Boise America/Los_Angeles", "208 986 541 458"],
  ["America/Los_Angeles America/Denver", "775"],
  ["America/Phoenix America/Denver", "928"],
  ["America/Anchorage America/Adak", "907"],
  // Split: Canada.
  ["America/Vancouver America/Dawson_Creek America/Fort_Nelson America/Creston America/Edmonton", "250"],
  ["America/Toronto America/Winnipeg America/Atikokan", "807"],
  ["America/Toronto America/Halifax America/Blanc-Sablon", "418"],
  ["America/St_Johns America/Goose_Bay", "709 879"],
  ["America/Regina America/Edmonton", "306 639"],
  [
    "America/Whitehorse America/Edmonton America/Inuvik America/Iqaluit America/Rankin_Inlet America/Cambridge_Bay America/Resolute",
    "867"
  ],
  // Whole: Eastern.
  ["America/New_York", "203 475 860 959 202 302 239 305 321 352 386 407 561 689 727 754 772 786 813 863 904 941 954"],
  [
    "America/New_York",
    "229 404 470 478 678 706 762 770 912 240 301 410 443 667 207 339 351 413 508 617 774 781 857 978"
  ],
  [
    "America/New_York",
    "603 201 551 609 732 848 856 862 908 973 212 315 332 347 516 518 585 607 631 646 716 718 845 914"
  ],
  [
    "America/New_York",
    "917 929 934 252 336 704 743 828 910 919 980 984 216 220 234 330 380 419 440 513 567 614 740 937"
  ],
  [
    "America/New_York",
    "215 267 272 412 484 570 610 717 724 814 878 401 803 843 854 864 802 276 434 540 571 703 757 804"
  ],
  ["America/New_York", "304 681 865"],
  ["America/Detroit", "231 248 269 313 517 586 616 734 810 947 989"],
  ["America/Kentucky/Louisville", "502 859"],
  ["America/Indiana/Indianapolis", "317 463 260 765"],
  // Whole: Central, Mountain, Pacific, Hawaii.
  [
    "America/Chicago",
    "205 251 256 938 334 479 501 870 217 224 309 312 331 618 630 708 773 779 815 847 872 219 319 515"
  ],
  [
    "America/Chicago",
    "563 641 712 316 913 225 318 337 504 985 218 320 507 612 651 763 952 228 601 662 769 314 417 573"
  ],
  [
    "America/Chicago",
    "636 660 816 402 531 405 539 580 918 615 629 731 901 931 210 214 254 281 325 346 361 409 430 432"
  ],
  ["America/Chicago", "469 512 682 713 737 806 817 830 832 903 936 940 956 972 979 262 414 534 608 715 920"],
  ["America/Denver", "303 719 720 970 406 505 575 385 435 801 307 915"],
  ["America/Phoenix", "480 520 602 623"],
  [
    "America/Los_Angeles",
    "209 213 310 323 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 747 760"
  ],
  ["America/Los_Angeles", "805 818 831 858 909 916 925 949 951 206 253 360 425 509 564 503 971 702 725"],
  ["Pacific/Honolulu", "808"],
  // Whole: Canada.
  ["America/Vancouver", "604"],
  ["America/Edmonton", "403 780"],
  ["America/Winnipeg", "204 431"],
  ["America/Toronto", "416 437 647 905 289 365 519 226 548 613 343 705 249 514 438 450 579 819 873"],
  ["America/Moncton", "506"],
  ["America/Halifax", "902 782"]
]

export const zonesByAreaCode: ReadonlyMap<string, ReadonlyArray<string>> = new Map(
  areas.flatMap(([zones, codes]) => codes.split(" ").map((code) => [code, zones.split(" ")] as const))
)

/** Those whose parts keep different times. */
export const splitAreaCodes: ReadonlyArray<string> = [...zonesByAreaCode].flatMap(([code, zones]) =>
  zones.length > 1 ? [code] : []
)

/** Area codes of the states and of Canada whose own hours are written down in `LegalHours`. */
export const areaCodesOf: Readonly<Record<string, string>> = {
  CA: "250 807 418 709 879 306 639 867 604 403 780 204 431 416 437 647 905 289 365 519 226 548 613 343 705 249 514 438 450 579 819 873 506 902 782",
  "US-NV": "702 725 775",
  "US-OK": "405 539 580 918"
}
