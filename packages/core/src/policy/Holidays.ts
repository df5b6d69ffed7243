export const isHoliday = (_jurisdiction: string, _region: string | null, _date: string): boolean => false
