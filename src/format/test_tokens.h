/*
 * For tests only: tokens and the key set that they are held against, made once by another
 * program's hand (Node.js, OpenSSL) and kept, so that every run reads the same bytes.
 */
#ifndef FORMAT_TEST_TOKENS_H
#define FORMAT_TEST_TOKENS_H

static const char TOKEN_KEYS[] =
    "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"nlwUEPjp6wJ4fkZY8nAppp_DgaBW9TsxBPJwsruoK2T98X75yIB_"
    "ey7fTQiM_iby8"
    "u9uzfPBaVVvGXtHecJBqceNnwASzebpBdN_gb8fbuvcwq2sZA_VwTHOeEaK8lBi-lgyjD-7Dj7-lk-DTz9oJ5wwWm6ZJ"
    "wEbetqH6WN4gvo1NL88YZ6ljRhZek8TpabssCSbnzjolQ1x4OHZTGMbNhU0c0Zn32Q3SDhmnrCrFyA4NM0e5noFOuNCO"
    "3sisggvlIuaAWO5KHBEpxT_elNNBXu8KxilkRX0PH1Cu-fbNyYS1oORHNqknLX1DzzU_Ieb1ADvVmfHL8IM0GBmwq4j1"
    "Q\",\"e\":\"AQAB\",\"kid\":\"r1\",\"use\":\"sig\"},{\"kty\":\"EC\",\"x\":"
    "\"3kdofQVrNBQ2zUCHaIUQyH0GifFTtuST5SSUh"
    "qgtleQ\",\"y\":\"DMNGUKQykFi9QRpe2W14URWxP5WrwLUJEKJb5Enw6u0\",\"crv\":\"P-256\",\"kid\":"
    "\"e1\"},{\"kty\":\""
    "RSA\",\"n\":\"7yy-B0GK8a4BkCltOSnZu4Q8wtI6uOCCURdJA9nMMjAFefUKKNJwKNJCDlIrEHbJW5rmY3H5bN-"
    "KYgSnph"
    "YnJLkU7NUstJdcd5lOfHu8hoWWuhMsw0owy8Agp9cMmseKP-BM7ipBtGTG5uut0mFulCgyh96UkhuB4QC8CMXRdoc\",\""
    "e\":\"AQAB\",\"kid\":\"w1\"},{\"kty\":\"RSA\",\"n\":\"zG3vZ_5xUniJzPWwrIRs3Ofk068BmjyLrJhShqa-"
    "dmumRgsgbtbf"
    "OVI5Fn9Df8gcwAcJA9pfLwru2HyI9pra2M0fLonqF01OC5vwUHrayUnf9eBvAu0LxsOA4QYrD-9gAe57e2D0n8Luen4K"
    "RPs-geOU9OqpbFKtUMR9_5NaFiXBDXYq2mJZnKnGppUiIYjKwAkYcdCXL-4t23YLLFfxPpqt-NLcOax-r9bT2sQpajcB"
    "3MF8LUIIqpf1N8G76tuvAp8anaW_WbFyhpvmjITHQ5DEIlAp9lB4Z7hK6HEV1uh23YL1i49CgU05d2PBUuwMacCVCmo8"
    "7Y3MQZHLo8DF3Q\",\"e\":\"AQAB\",\"kid\":\"enc1\",\"use\":\"enc\"},{\"kty\":\"RSA\",\"n\":"
    "\"nlwUEPjp6wJ4fkZY8nApp"
    "p_DgaBW9TsxBPJwsruoK2T98X75yIB_ey7fTQiM_iby8u9uzfPBaVVvGXtHecJBqceNnwASzebpBdN_gb8fbuvcwq2sZ"
    "A_VwTHOeEaK8lBi-lgyjD-7Dj7-lk-DTz9oJ5wwWm6ZJwEbetqH6WN4gvo1NL88YZ6ljRhZek8TpabssCSbnzjolQ1x4"
    "OHZTGMbNhU0c0Zn32Q3SDhmnrCrFyA4NM0e5noFOuNCO3sisggvlIuaAWO5KHBEpxT_elNNBXu8KxilkRX0PH1Cu-fbN"
    "yYS1oORHNqknLX1DzzU_Ieb1ADvVmfHL8IM0GBmwq4j1Q\",\"e\":\"AQAB\",\"kid\":\"ps1\",\"alg\":"
    "\"PS256\"},{\"kty\":"
    "\"oct\",\"kid\":\"o1\",\"k\":\"YSBzaGFyZWQgc2VjcmV0\"}]}";
static const char TOKEN_GOOD[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIn0.eyJzdWIiOiJ6b2UifQ.flQmd1n0nMZMq6AvCgo192q6UDQk_KsKO5kEy"
    "LakEwhgXIhg_sXJpPilSJv9Kfb-MatTt04q_GzbnuEFUbHprrcGzq54ZVq6iq8P_D5w-NrQwii3G11P9Z8YRVLtt4xtp"
    "bIZ3j65x-0C927k6ujFtcoZjyxF7ptPfkW4Fbu4f8h7BXnClIzISgcY_tarN6n6mZ3UI8lG-NsSvUlqWQ65SdlwZs5Nd"
    "fKtVdTcuaYJ58lMRRJLSHArCRfwdDemUlC0xHAD_z10AnEFpNgpEe7Q9o-o-MqIOR8lH3Cw3RUbMlBtOKjapxSa86cBW"
    "lcIasjG1oL3JNpL6PTGhslnLfJCOw";
static const char TOKEN_PSS[] =
    "eyJhbGciOiJQUzI1NiIsImtpZCI6InBzMSJ9.eyJzdWIiOiJ6b2UifQ.a-v42hdHhA9wMnsWw5nN7WlzOioek4cR8MJw"
    "c1SjJ25PLHHZsAYSmB6_KWp9yec5rnvcfwhGgXUQ2P2uoLC3LDT49ft62ELiALD_zi_qwGGNizCpEbKWQWQZA3VDdHsZ"
    "RlNYTjdv3UvEw0fBUKBAsEQ9dcO5f_lK-JVnQDLlndrw-3G6GgLGlLamGWzY_3Dt7wXLhtquc1q24Rl3PUDuSAOwQfaf"
    "B_uTN2Gd5JfaGlYNa5_SRWpVDeE7BGC8SHOCSNGTdZ7jsF4ETZ3G_wAMnalVcR50DTMwjypTRly6lzw14KCmMeUt6AW8"
    "3a0_F60yaRT6q5a8Otb9ttBSJvndqg";
static const char TOKEN_CURVE[] =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6ImUxIn0.eyJzdWIiOiJ6b2UifQ.7-0eUzDtpcTpYWZOCL_-dzaEaIe9mdP8NIUsP"
    "87MQh3cVKCM-KIlnawNZ0nf_yw4d33m22-QoURE4UAH3Ll-lQ";
static const char TOKEN_NAMELESS[] =
    "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ6b2UifQ.YvdeVnUYYByU-lBJU2HXk_EOUJeDa-TViSd8HghSw1JCfBC4UOhb"
    "FcizJPKbq7bglK8jzCaRrhtlAXHX41gO2A";
static const char TOKEN_NONE[] = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ6b2UifQ.";
static const char TOKEN_NONE_SIGNED[] =
    "eyJhbGciOiJub25lIiwia2lkIjoicjEifQ.eyJzdWIiOiJ6b2UifQ.flQmd1n0nMZMq6AvCgo192q6UDQk_KsKO5kEyL"
    "akEwhgXIhg_sXJpPilSJv9Kfb-MatTt04q_GzbnuEFUbHprrcGzq54ZVq6iq8P_D5w-NrQwii3G11P9Z8YRVLtt4xtpb"
    "IZ3j65x-0C927k6ujFtcoZjyxF7ptPfkW4Fbu4f8h7BXnClIzISgcY_tarN6n6mZ3UI8lG-NsSvUlqWQ65SdlwZs5Ndf"
    "KtVdTcuaYJ58lMRRJLSHArCRfwdDemUlC0xHAD_z10AnEFpNgpEe7Q9o-o-MqIOR8lH3Cw3RUbMlBtOKjapxSa86cBWl"
    "cIasjG1oL3JNpL6PTGhslnLfJCOw";
static const char TOKEN_HMAC[] =
    "eyJhbGciOiJIUzI1NiIsImtpZCI6InIxIn0.eyJzdWIiOiJ6b2UifQ.UL1-QopNG2L-K83bF6Jwl-DzHUzgQTimbOR1o"
    "1mOhjs";
static const char TOKEN_SHARED[] =
    "eyJhbGciOiJIUzI1NiIsImtpZCI6Im8xIn0.eyJzdWIiOiJ6b2UifQ.alMv6_HlzhNs96E408CeJhOrSSpZD0-3DePo3"
    "ZYXXjY";
static const char TOKEN_TAMPERED[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIn0.eyJzdWIiOiJldmUifQ.flQmd1n0nMZMq6AvCgo192q6UDQk_KsKO5kEy"
    "LakEwhgXIhg_sXJpPilSJv9Kfb-MatTt04q_GzbnuEFUbHprrcGzq54ZVq6iq8P_D5w-NrQwii3G11P9Z8YRVLtt4xtp"
    "bIZ3j65x-0C927k6ujFtcoZjyxF7ptPfkW4Fbu4f8h7BXnClIzISgcY_tarN6n6mZ3UI8lG-NsSvUlqWQ65SdlwZs5Nd"
    "fKtVdTcuaYJ58lMRRJLSHArCRfwdDemUlC0xHAD_z10AnEFpNgpEe7Q9o-o-MqIOR8lH3Cw3RUbMlBtOKjapxSa86cBW"
    "lcIasjG1oL3JNpL6PTGhslnLfJCOw";
static const char TOKEN_CUT[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIn0.eyJzdWIiOiJ6b2UifQ.flQmd1n0nMZMq6AvCgo192q6UDQk_KsKO5kEy"
    "LakEwhgXIhg_sXJpPilSJv9Kfb-MatTt04q_GzbnuEFUbHprrcGzq54ZVq6iq8P_D5w-NrQwii3G11P9Z8YRVLtt4xtp"
    "bIZ3j65x-0C927k6ujFtcoZjyxF7ptPfkW4Fbu4f8h7BXnClIzISgcY_tarN6n6mZ3UI8lG-NsSvUlqWQ65SdlwZs5Nd"
    "fKtVdTcuaYJ58lMRRJLSHArCRfwdDemUlC0xHAD_z10AnEFpNgpEe7Q9o-o-MqIOR8lH3Cw3RUbMlBtOKjapxSa86cBW"
    "lcIasjG1oL3JNpL6PTGhsAAAAAAAA";
static const char TOKEN_OTHER[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIn0.eyJzdWIiOiJ6b2UifQ.Bwn9aRZKaSYkBKLhnyKfDBKULAqmKYETcXNSZ"
    "I33vIBlqkl_Av1UMEtn77adtLaQ3juM7pgYntLjG98cJ1OOpZ-Fe1tn4VQbf6SJ28096FounHvwKA-qyQMiRk_P1_ZBY"
    "EqTec8T5VMLsx1FPsGwqgy-92baWw0l0nhpJMWahJo-tYWgOMVuq997CtqD1NRrTMgdAXXhwfjX2iv2GwC8C7Xvqae4K"
    "Op_b-uz4zpyr79bfAI-mn9SXfPZkAsmS2lk4Uv3iNAydgY4mwsQ6MpHsEh5dxwEBwWJOPCT5RbbJ9Gt4fIXUyMipDNcM"
    "nx37lqEEI18dyCE7wArAcL31mqdyQ";
static const char TOKEN_UNKNOWN[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InI5In0.eyJzdWIiOiJ6b2UifQ.fDN891U8wbR7XRbkPGvShDA0A6zWKsOPRi-q-"
    "re5PTh5ipeEioYBozH2uqdo1VLUSJwYvVbVQdjsRJBGNHBA7bEwCtT56BbOhIGiXlZTs0coK8rd_WnGXNtxPHha2jS9V"
    "0utPGbKsytvpcbLIJi98yB2TBSRyWLX8ixvc9FcIWHe-Xs8PrOSqJpSLApgKbxZ57CYv5T2-8r94D_a-DcB85v48EtDe"
    "qxsihI-KnfomJPjTmLG40WUY9nY5wrkEr4A77eXutqaiAzxV7uFFhF3pKU9Ii2hP2-wahzuxBqc0OAFBBpKFXge8WyCi"
    "DSus9lVBDivNhd8aWpM4iIg_e3JlA";
static const char TOKEN_ENCRYPTS[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6ImVuYzEifQ.eyJzdWIiOiJ6b2UifQ.h89-zxlnTAfAI5ivebhMZXD3ZfTuqOeFUX"
    "B1vdksHXkzOR7qZSCLh2LRok3XE2QfF102XChqcRiPSEOEfHMTF7gm8_Pwhp_U_iqOrTlzXDmowp09tQ7OwoPC-lGeEQ"
    "8sCwpfdIHBNADVag4WZ_hE4T1krCYVvr2J-1I7WJrs6xpAUOlt1PMZ6l06lb7sMriLUV5N5jJzhqPzYrROGPPLKq6WCP"
    "dUPWnl0O2uM-GfY8t1bsvTIB1R5t1pmu-AfJkMxJIeDGy9Sz4DqpIfZUDESt9KONg_eXJ8ytCR7VO2i5J7TO4XT6854U"
    "eKc3Bs6p1FISDIBdaqFnUn0ooa-oFA_Q";
static const char TOKEN_WEAK[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6IncxIn0.eyJzdWIiOiJ6b2UifQ.FR22fUFOojgpzdOsqm_SMFG9K1O-z6YDH7New"
    "g6jLZ6uW07ecUDg-smgbnnPLyVIctR71YeGqy8hfFr1u8c4Pt9e1BPpWi1zoxXMRikhATEPn5tq1TvrB5R9NdJHcQuL1"
    "0r0f7nSaNZFTzMbdI9Qr-lpRJFlLF-3M3qSjgrn6cE";
static const char TOKEN_CRITICAL[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIiwiY3JpdCI6WyJleHAiXSwiZXhwIjoxfQ.eyJzdWIiOiJ6b2UifQ.HRSA5C"
    "_CaLIhV17FVw4d2OyurjnT_9Xv9Sv21aZNbp4J8XMlSbl3y50AdKBKCltFguNSiSgKxRF0xstsdeSXgxWLwEQfanY9In"
    "vNGmpAVNZRdgSGEAX8MRGriodO9BDr4KtPlw3dBc-La2-8bK8zbZvEmxIaQVGy_KDSbcUWsLjH_IDwqRHxqcH99EhGX4"
    "jThHRRGd42A8g8Dvy5jLo2P_b52k21A3CpmnE2GqwqgOoPbgdDejV4ESH9i80JmDgGQhDMqC9cbhCcn4kQMhkpN3_tww"
    "RH8uZHaKmmSzyMMH2cS6K_-75Dsac6l6axW_-CZtuzhWJEeZH6UVmj4Y9QjA";
static const char TOKEN_LIST[] =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIn0.WyJ6b2UiXQ.V9Be2JkNIDfpABlgF2Jzhd4tvXsbnERc-02pqrIJaV2NE"
    "6_VSgka74PCId7lUB_OLRpcEokfq5_J58zkyGhJqSKIbmngVdM22gCy-XbuTga2rbbxV-UZkXT1UN2c0BjqZZDql9sRw"
    "f4C7b3RIDiOJUP0HcUcubJTzAOkCuiK2FaxFGoIipdhw3P74vwBMirhc8Na4NEsA1FUd1h5q32emKl1zonbTTQzDQv1v"
    "DbALsZmrQ0S2SK3r1rfvGAcjvyS7U7oydz5Tmd2QEoCEOEVfX-afMyLLuYHDmsIhtxfmFyMpS93cMzTIFb6lAHbgkeH-"
    "wsJdqkEUFghwU7AItwBNA";

#endif
