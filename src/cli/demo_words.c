#include "cli/demo_words.h"

#include "base/attributes.h"

const char *const demo_hubs[] = { "Rennes", "Nantes", "Strasbourg" };
const size_t demo_hub_count = COUNT_OF(demo_hubs);

const char *const demo_trades[] = {
    "Garage",      "Boulangerie", "Menuiserie",       "Plomberie",   "Transports",
    "Éditions",    "Hôtel",       "Pharmacie",        "Fleuriste",   "Imprimerie",
    "Maçonnerie",  "Électricité", "Cabinet dentaire", "Architectes", "Fromagerie",
    "Librairie",   "Serrurerie",  "Traiteur",         "Opticien",    "Pépinières",
    "Conserverie", "Taxis",       "Chauffage",        "Carrelage",   "Œnothèque",
    "Brasserie",   "Couverture",  "Paysages",         "Studio",      "Auto-école",
};
const size_t demo_trade_count = COUNT_OF(demo_trades);

const char *const demo_names[] = {
    "Perrin",   "Costa",    "Rivoal",   "Le Goff", "Kerbrat",  "Aubry",     "Cherif",
    "Ondine",   "Tilleuls", "du Large", "du Port", "Martinez", "Delaunay",  "Schmitt",
    "Weber",    "Morvan",   "Lefèvre",  "Garnier", "Besson",   "Chevalier", "Fontaine",
    "Marchand", "Noël",     "Prévost",  "Renaud",  "Tessier",  "Vidal",     "Dufour",
    "Guérin",   "Jacquet",  "Lambert",  "Masson",  "Olivier",  "Picard",    "Roussel",
    "Saunier",  "Thibault", "Vasseur",  "Wagner",  "Zimmer",   "d’Arvor",   "de la Baie",
};
const size_t demo_name_count = COUNT_OF(demo_names);

const char *const demo_first_names[] = {
    "Claire", "Nadia",  "Hervé", "Sophie", "Karim",  "Élodie", "Yann",    "Lucie", "Thomas",
    "Inès",   "Gaëlle", "Marc",  "Aïcha",  "Julien", "Maël",   "Camille", "Paul",  "Zoé",
};
const size_t demo_first_name_count = COUNT_OF(demo_first_names);
