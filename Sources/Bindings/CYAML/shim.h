// libyaml: its event parser, used as it is.
#ifndef WHATSAPP_CYAML_H
#define WHATSAPP_CYAML_H

#include <yaml.h>

#endif
