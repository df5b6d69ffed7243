import { BlockList, isIP } from "node:net"

/**
 * Whether an address is one of the public internet. For IPv6 only what is given out for it counts (2000::/3), so that
 * every form that carries or translates an IPv4 address is none; for both, the blocks with a purpose of their own are
 * taken out. https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const isPublicAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !specialV4.check(address, "ipv4")
    case 6:
      return !address.includes("%") && unicastV6.check(address, "ipv6") && !specialV6.check(address, "ipv6")
    default:
      return false
  }
}

const blocks = (family: "ipv4" | "ipv6", networks: ReadonlyArray<string>): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = "", bits] = network.split("/")
    list.addSubnet(address, Number(bits), family)
  }
  return list
}

const specialV4 = blocks("ipv4", [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  // Azure's own services to its machines, in an address that is public elsewhere.
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4"
])

const unicastV6 = blocks("ipv6", ["2000::/3"])

const specialV6 = blocks("ipv6", [
  // Protocol assignments, with Teredo, benchmarking and ORCHID.
  "2001::/23",
  "2001:db8::/32",
  // 6to4: an IPv4 address is in it.
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20"
])
