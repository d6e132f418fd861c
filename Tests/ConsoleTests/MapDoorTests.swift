// SPDX-License-Identifier: Apache-2.0
// The door for a map server's word: by POST and for a known task alone.

import Testing

@testable import Console

@Suite struct MapDoorTests {
    private let site: ConsoleSite = {
        var site = ConsoleSite(model: SampleDock(), hosts: HostRule(listeningOn: "127.0.0.1"))
        site.map = MapDoor { $0 == "0f9e4d0e" }
        return site
    }()

    private func status(_ method: String, _ target: String) async -> Int {
        await site.reply(method: method, target: target, hosts: ["localhost"]).status
    }

    @Test func `a task that is under way is looked at, and nothing else is told`() async {
        #expect(await status("POST", "/map/0f9e4d0e") == 200)
        #expect(await status("POST", "/map/another") == 404)
        #expect(await status("POST", "/map/" + String(repeating: "0", count: 65)) == 404)
        #expect(await status("GET", "/map/0f9e4d0e") == 405)
    }

    @Test func `a dock without maps has no such door`() async {
        let site = ConsoleSite(model: SampleDock(), hosts: HostRule(listeningOn: "127.0.0.1"))
        #expect(await site.reply(method: "POST", target: "/map/0f9e4d0e", hosts: ["localhost"]).status == 405)
    }
}
