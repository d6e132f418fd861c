# SPDX-License-Identifier: Apache-2.0
# An independent MAVFTP client against the simulated vehicle: pymavlink lists a directory, fetches a file whole, asks for
# its checksum, and is refused a file that is not there. Prints one JSON object.
#
#   fetch_files.py PORT DIRECTORY FILE TARGET [KEY]
import hashlib
import json
import os
import sys
import time

os.environ["MAVLINK20"] = "1"
from pymavlink import mavftp, mavutil
from pymavlink.dialects.v20 import ardupilotmega as mav

port, directory, name, target = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
link = mavutil.mavlink_connection("udpout:127.0.0.1:%d" % port, source_system=254, source_component=190)
if len(sys.argv) > 5:
    link.setup_signing(hashlib.sha256(sys.argv[5].encode()).digest(), sign_outgoing=True)
end = time.time() + 20
while time.time() < end:
    link.mav.heartbeat_send(mav.MAV_TYPE_GCS, mav.MAV_AUTOPILOT_INVALID, 0, 0, mav.MAV_STATE_ACTIVE)
    if link.recv_match(type="HEARTBEAT", blocking=True, timeout=0.3) is not None:
        break
else:
    print(json.dumps({"failed": "no heartbeat"}))
    sys.exit(1)
client = mavftp.MAVFTP(link, target_system=1, target_component=1)
client.ftp_settings.burst_read_size = 239
listing = client.cmd_list([directory])
entries = [[entry.name, entry.is_dir, entry.size_b] for entry in client.list_result]
started = time.time()
client.cmd_get([name, target])
fetched = client.process_ftp_reply("OpenFileRO", timeout=40)
missing = client.cmd_get(["/none", target + ".none"])
refused = client.process_ftp_reply("OpenFileRO", timeout=5)
octets = open(target, "rb").read() if os.path.exists(target) else b""
print(json.dumps({
    "entries": entries, "list": int(listing.error_code), "get": int(fetched.error_code),
    "bytes": len(octets), "sha256": hashlib.sha256(octets).hexdigest(), "refused": int(refused.error_code),
    "seconds": time.time() - started,
}))
