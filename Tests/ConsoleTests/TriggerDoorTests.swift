// SPDX-License-Identifier: Apache-2.0
// The trigger's door: only POST, only with the key, only for a name that is known; nothing else of the console changes.

import Synchronization
import Testing

@testable import Console

@Suite struct TriggerDoors {
    private final class Asked: Sendable {
        let names = Mutex<[String]>([])
        let addresses = Mutex<[String]>([])
    }

    private func site(_ asked: Asked, isOpen: Bool = true) -> ConsoleSite {
        let door = TriggerDoor(key: "0123456789abcdef") { name, address in
            asked.names.withLock { $0.append(name) }
            asked.addresses.withLock { $0.append(address) }
            return name == "gate" ? .asked : name == "full" ? .notStored : .unknown
        }
        return ConsoleSite(
            model: SampleDock(), hosts: HostRule(listeningOn: "127.0.0.1"), door: isOpen ? door : nil)
    }

    @Test(arguments: [
        ("POST", "/trigger/gate", "Bearer 0123456789abcdef", 202),
        ("GET", "/trigger/gate", "Bearer 0123456789abcdef", 405),
        ("POST", "/trigger/other", "Bearer 0123456789abcdef", 404),
        ("POST", "/trigger/full", "Bearer 0123456789abcdef", 503),
        ("POST", "/trigger/gate", "Bearer 0123456789abcdeg", 401),
        ("POST", "/trigger/gate", "Bearer 0123456789abcdef0123456789abcdef", 401),
        ("POST", "/trigger/gate", "Bearer 0123456789abcde", 401), ("POST", "/trigger/gate", "Bearer ", 401),
        ("POST", "/trigger/gate", "Basic 0123456789abcdef", 401), ("POST", "/trigger/gate", nil, 401),
        ("POST", "/", "Bearer 0123456789abcdef", 405), ("GET", "/healthz", nil, 200),
    ] as [(String, String, String?, Int)])
    func `a request is let in or told why not`(method: String, target: String, key: String?, status: Int) async {
        let asked = Asked()
        let reply = await site(asked).reply(
            method: method, target: target, hosts: ["localhost"], authorization: key, from: "192.0.2.7")
        #expect(reply.status == status)
        #expect(asked.addresses.withLock { $0.allSatisfy { $0 == "192.0.2.7" } })
        // Nobody without the key learns which names there are.
        let names = asked.names.withLock { $0 }
        #expect(names.isEmpty == (status == 401 || status == 405 || status == 200))
    }

    @Test func `a foreign host name opens nothing, and without a key there is no door`() async {
        let asked = Asked(), key = "Bearer 0123456789abcdef"
        let foreign = await site(asked).reply(
            method: "POST", target: "/trigger/gate", hosts: ["evil.example"], authorization: key)
        #expect(foreign.status == 421)
        let shut = await site(asked, isOpen: false).reply(
            method: "POST", target: "/trigger/gate", hosts: ["localhost"], authorization: key)
        #expect(shut.status == 405)
        asked.names.withLock { #expect($0.isEmpty) }
    }
}
