/// What rtnetlink(7) tells of interfaces, routes and neighbours.
enum Netlink {}
