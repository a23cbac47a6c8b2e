#pragma once

#include <string_view>

namespace qorgan::sip::samples {

// For tests and benchmarks: messages as border controllers send them.

/// An INVITE of a carrier's session border controller, 14 header fields and SDP.
inline constexpr std::string_view kCarrierInvite =
    "INVITE sip:+77012345678@192.0.2.10:5060;user=phone SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 198.51.100.7:5060;rport;branch=z9hG4bK2d8f4a6b9c01e7f3\r\n"
    "Max-Forwards: 69\r\n"
    "From: \"+442079460000\" <sip:+442079460000@198.51.100.7;user=phone>;tag=gK0c8a1f22\r\n"
    "To: <sip:+77012345678@192.0.2.10;user=phone>\r\n"
    "Call-ID: 135628991_84721066@198.51.100.7\r\n"
    "CSeq: 416 INVITE\r\n"
    "Contact: <sip:+442079460000@198.51.100.7:5060;transport=udp>\r\n"
    "Allow: INVITE,ACK,CANCEL,BYE,REGISTER,REFER,INFO,SUBSCRIBE,NOTIFY,PRACK,UPDATE,OPTIONS\r\n"
    "Supported: timer,100rel,replaces\r\n"
    "Session-Expires: 1800;refresher=uac\r\n"
    "P-Asserted-Identity: <sip:+442079460000@198.51.100.7>\r\n"
    "User-Agent: Border-9000/7.2.1\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 223\r\n"
    "\r\n"
    "v=0\r\n"
    "o=Border 31847 1 IN IP4 198.51.100.8\r\n"
    "s=SIP Media Capabilities\r\n"
    "c=IN IP4 198.51.100.8\r\n"
    "t=0 0\r\n"
    "m=audio 31544 RTP/AVP 8 18 101\r\n"
    "a=rtpmap:8 PCMA/8000\r\n"
    "a=rtpmap:18 G729/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=ptime:20\r\n";

}  // namespace qorgan::sip::samples
