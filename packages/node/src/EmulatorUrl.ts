/** Where the emulator of this process answers; no request to it leaves the process. */
export const emulatorUrl = "http://emulator.localhost"
